// Package identity is the mesh's certificate authority: one root for every trust domain, as in a mesh with one istiod. Which
// trust domains a proxy accepts is then decided by the names that istiod puts into its validation context, as in the real mesh.
package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/url"
	"sync"
	"time"
)

// Authority issues certificates with one SPIFFE URI each, and keeps them.
type Authority struct {
	root    *x509.Certificate
	rootKey *ecdsa.PrivateKey
	leafKey *ecdsa.PrivateKey
	mu      sync.Mutex
	issued  map[string]*tls.Certificate
	serial  int64
}

func NewAuthority() (*Authority, error) {
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"oracle"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(240 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &rootKey.PublicKey, rootKey)
	if err != nil {
		return nil, err
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &Authority{root: root, rootKey: rootKey, leafKey: leafKey, issued: map[string]*tls.Certificate{}, serial: 1}, nil
}

// Certificate for a SPIFFE id. It has no subject, like Istio's own.
func (a *Authority) Certificate(id string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if ready := a.issued[id]; ready != nil {
		return ready, nil
	}
	uri, err := url.Parse(id)
	if err != nil {
		return nil, err
	}
	a.serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(a.serial),
		NotBefore:    time.Now().Add(-time.Hour), NotAfter: time.Now().Add(240 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		URIs:        []*url.URL{uri},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.root, &a.leafKey.PublicKey, a.rootKey)
	if err != nil {
		return nil, err
	}
	made := &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.leafKey}
	a.issued[id] = made
	return made, nil
}

// RootPEM is the trust anchor.
func (a *Authority) RootPEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw}))
}

// PEM is a certificate and its key for a proxy's configuration.
func (a *Authority) PEM(id string) (certificate, key string, err error) {
	made, err := a.Certificate(id)
	if err != nil {
		return "", "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(a.leafKey)
	if err != nil {
		return "", "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
}
