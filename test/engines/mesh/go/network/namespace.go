// Package network gives the oracle a network namespace of its own in which every address, IPv4 and IPv6, is local. Policies
// on source and destination addresses then meet their true values, ports never collide with those of the machine, and nothing
// can be reached from outside or reach out.
package network

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Namespace is what a process needs at its start to have a network namespace, as root or through a user namespace.
func Namespace() *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return attributes
}

// OwnEveryAddress makes the loopback interface of the current namespace hold all addresses.
func OwnEveryAddress() error {
	if err := loopbackUp(); err != nil {
		return fmt.Errorf("loopback up: %w", err)
	}
	if err := localRoute(unix.AF_INET); err != nil {
		return fmt.Errorf("route to all IPv4 addresses: %w", err)
	}
	// A machine without IPv6 has no IPv6 policies to judge either: a case that names such an address fails by itself.
	_ = localRoute(unix.AF_INET6)
	for _, setting := range []string{"ipv4", "ipv6"} {
		_ = os.WriteFile("/proc/sys/net/"+setting+"/ip_nonlocal_bind", []byte("1"), 0o644)
	}
	return nil
}

func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}

// localRoute is `ip route add local default dev lo table local`.
func localRoute(family uint8) error {
	loopback, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	control, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(control)
	if err := unix.IoctlIfreq(control, unix.SIOCGIFINDEX, loopback); err != nil {
		return err
	}
	var message bytes.Buffer
	route := unix.RtMsg{
		Family: family, Table: unix.RT_TABLE_LOCAL, Protocol: unix.RTPROT_BOOT, Scope: unix.RT_SCOPE_HOST, Type: unix.RTN_LOCAL,
	}
	attribute := unix.RtAttr{Len: unix.SizeofRtAttr + 4, Type: unix.RTA_OIF}
	header := unix.NlMsghdr{
		Len:  uint32(unix.SizeofNlMsghdr + unix.SizeofRtMsg + int(attribute.Len)),
		Type: unix.RTM_NEWROUTE, Flags: unix.NLM_F_REQUEST | unix.NLM_F_CREATE | unix.NLM_F_ACK, Seq: 1,
	}
	for _, part := range []any{header, route, attribute, loopback.Uint32()} {
		if err := binary.Write(&message, binary.NativeEndian, part); err != nil {
			return err
		}
	}
	return request(message.Bytes())
}

func request(message []byte) error {
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	if err := unix.Sendto(socket, message, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	answer := make([]byte, 4096)
	n, _, err := unix.Recvfrom(socket, answer, 0)
	if err != nil {
		return err
	}
	if n < unix.SizeofNlMsghdr+4 {
		return fmt.Errorf("netlink answered %d bytes", n)
	}
	if code := *(*int32)(unsafe.Pointer(&answer[unix.SizeofNlMsghdr])); code != 0 {
		return syscall.Errno(-code)
	}
	return nil
}
