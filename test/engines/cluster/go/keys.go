package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"path/filepath"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

// The keys of one cluster: an authority, the server, and an administrator. They live in the folder of the cluster and are
// good for a day.
type keys struct {
	folder    string
	authority *pair
	server    *pair
	admin     *pair
}

type pair struct {
	certificateFile string
	keyFile         string
	certificate     *x509.Certificate
	key             *ecdsa.PrivateKey
}

func makeKeys(folder string) (*keys, error) {
	authority, err := makePair(folder, "authority", nil, x509.Certificate{
		Subject:  pkix.Name{CommonName: "meshgrant test cluster"},
		IsCA:     true,
		KeyUsage: x509.KeyUsageCertSign,
	})
	if err != nil {
		return nil, err
	}
	server, err := makePair(folder, "server", authority, x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil {
		return nil, err
	}
	admin, err := makePair(folder, "admin", authority, x509.Certificate{
		Subject:     pkix.Name{CommonName: "admin", Organization: []string{"system:masters"}},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	return &keys{folder, authority, server, admin}, err
}

// makePair writes NAME.crt and NAME.key into the folder. Without a signer the certificate signs itself.
func makePair(folder, name string, signer *pair, template x509.Certificate) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, err
	}
	template.NotBefore = time.Now().Add(-time.Minute)
	template.NotAfter = time.Now().Add(24 * time.Hour)
	template.BasicConstraintsValid = true
	made := &pair{filepath.Join(folder, name+".crt"), filepath.Join(folder, name+".key"), &template, key}
	if signer == nil {
		signer = made
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, signer.certificate, key.Public(), signer.key)
	if err != nil {
		return nil, err
	}
	if made.certificate, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	pem, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	if err := keyutil.WriteKey(made.keyFile, pem); err != nil {
		return nil, err
	}
	encoded, err := cert.EncodeCertificates(made.certificate)
	if err != nil {
		return nil, err
	}
	return made, cert.WriteCert(made.certificateFile, encoded)
}

func (keys *keys) adminTLS() *tls.Config {
	authorities := x509.NewCertPool()
	authorities.AddCert(keys.authority.certificate)
	identity := tls.Certificate{Certificate: [][]byte{keys.admin.certificate.Raw}, PrivateKey: keys.admin.key}
	return &tls.Config{RootCAs: authorities, Certificates: []tls.Certificate{identity}}
}

// writeKubeconfig gives whoever reads the file all rights on the cluster.
func (keys *keys) writeKubeconfig(server string) (string, error) {
	const name = "test"
	config := clientcmdapi.NewConfig()
	config.Clusters[name] = &clientcmdapi.Cluster{Server: server, CertificateAuthority: keys.authority.certificateFile}
	config.AuthInfos[name] = &clientcmdapi.AuthInfo{
		ClientCertificate: keys.admin.certificateFile,
		ClientKey:         keys.admin.keyFile,
	}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	config.CurrentContext = name
	file := filepath.Join(keys.folder, "kubeconfig")
	return file, clientcmd.WriteToFile(*config, file)
}
