// Package addresses are those of a case's pretended cluster, which the translation and the client must agree on.
package addresses

import "fmt"

const (
	Pod             = "10.254.0.1"
	WaypointService = "10.254.2.1"
	WaypointPod     = "10.254.2.2"
)

// Service is the cluster address of the n-th Service of a case.
func Service(n int) string { return fmt.Sprintf("10.254.1.%d", n+1) }
