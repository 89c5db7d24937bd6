// Package tokens mints the tokens of case.ts and holds the oracle's signing keys. Keys follow from the issuer's name alone, so
// that a run needs no key files and every process has the same key for the same issuer.
package tokens

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"sync"
	"time"

	"meshgrant.test/mesh/wire"
)

const unknownIssuer = "https://unknown.oracle.example"

// Mint makes tokens. One value serves one run, so that equal tokens are signed once.
type Mint struct {
	now   time.Time
	mu    sync.Mutex
	ready map[string]string
}

func NewMint() *Mint { return &Mint{now: time.Now(), ready: map[string]string{}} }

// signingKey derives a P-256 key from the issuer's name. Test keys: anyone who reads this can make them.
func signingKey(issuer string) *ecdsa.PrivateKey {
	curve := elliptic.P256()
	digest := sha256.Sum256([]byte("meshgrant test key of " + issuer))
	limit := new(big.Int).Sub(curve.Params().N, big.NewInt(1))
	d := new(big.Int).SetBytes(digest[:])
	d.Mod(d, limit).Add(d, big.NewInt(1))
	key := &ecdsa.PrivateKey{D: d}
	key.Curve = curve
	key.X, key.Y = curve.ScalarBaseMult(d.FillBytes(make([]byte, 32)))
	return key
}

// rsaKey is one for all issuers of a machine's run: making an RSA key takes long.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func keyID(issuer, algorithm string) string {
	digest := sha256.Sum256([]byte(issuer))
	return algorithm + "-" + encode(digest[:6])
}

// KeySet is the JWKS text of an issuer. rsaPublic is the shared RSA key of the run, or nil when no token of the case uses it.
func KeySet(issuer string, rsaPublic *rsa.PublicKey) string {
	public := signingKey(issuer).PublicKey
	keys := []map[string]string{{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": keyID(issuer, "ES256"),
		"x": encode(public.X.FillBytes(make([]byte, 32))), "y": encode(public.Y.FillBytes(make([]byte, 32))),
	}}
	if rsaPublic != nil {
		keys = append(keys, map[string]string{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID(issuer, "RS256"),
			"n": encode(rsaPublic.N.Bytes()), "e": encode(big.NewInt(int64(rsaPublic.E)).Bytes()),
		})
	}
	text, _ := json.Marshal(map[string]any{"keys": keys})
	return string(text)
}

// RSAPublic is the shared RSA public key when a token of the case asks for RS256.
func RSAPublic(c *wire.Case) (*rsa.PublicKey, error) {
	for _, r := range c.Requests {
		if r.HTTP == nil {
			continue
		}
		for _, t := range r.HTTP.Tokens {
			if t.Algorithm == "RS256" {
				key, err := rsaKey()
				if err != nil {
					return nil, err
				}
				return &key.PublicKey, nil
			}
		}
	}
	return nil, nil
}

// Token returns the compact form of a token.
func (m *Mint) Token(t wire.Token) (string, error) {
	if t.Raw != nil {
		return *t.Raw, nil
	}
	signer := ""
	if t.Key != nil {
		signer = "key " + *t.Key
	}
	name := t.State + "\x00" + t.Algorithm + "\x00" + signer + "\x00" + string(t.Claims)
	m.mu.Lock()
	ready, found := m.ready[name]
	m.mu.Unlock()
	if found {
		return ready, nil
	}
	made, err := m.make(t)
	if err != nil {
		return "", err
	}
	m.mu.Lock()
	m.ready[name] = made
	m.mu.Unlock()
	return made, nil
}

func (m *Mint) make(t wire.Token) (string, error) {
	if t.State == "garbage" {
		return "not.a.token", nil
	}
	claims, err := m.claims(t)
	if err != nil {
		return "", err
	}
	issuer, _ := claims["iss"].(string)
	if t.Key != nil {
		issuer = *t.Key
	}
	algorithm := t.Algorithm
	if algorithm == "" {
		algorithm = "ES256"
	}
	payload, err := marshal(claims)
	if err != nil {
		return "", err
	}
	kid := keyID(issuer, algorithm)
	switch t.State {
	case "unsigned":
		return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload) + ".", nil
	case "confused":
		head := encode([]byte(fmt.Sprintf(`{"alg":"HS256","typ":"JWT","kid":%q}`, kid))) + "." + encode(payload)
		mac := hmac.New(sha256.New, []byte(KeySet(issuer, nil)))
		mac.Write([]byte(head))
		return head + "." + encode(mac.Sum(nil)), nil
	case "wrongKeyId":
		kid = "no-such-key"
	case "otherKey":
		issuer = "a stranger to " + issuer
	}
	head := encode([]byte(fmt.Sprintf(`{"alg":%q,"typ":"JWT","kid":%q}`, algorithm, kid))) + "." + encode(payload)
	signed := head
	if t.State == "forged" {
		signed += "another message"
	}
	signature, err := sign(issuer, algorithm, signed)
	if err != nil {
		return "", err
	}
	return head + "." + encode(signature), nil
}

func (m *Mint) claims(t wire.Token) (map[string]any, error) {
	claims := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(t.Claims))
	decoder.UseNumber()
	if err := decoder.Decode(&claims); err != nil {
		return nil, fmt.Errorf("claims of a token: %w", err)
	}
	at := func(after time.Duration) json.Number { return json.Number(fmt.Sprint(m.now.Add(after).Unix())) }
	unless := func(name string, value any) {
		if _, written := claims[name]; !written {
			claims[name] = value
		}
	}
	switch t.State {
	case "expired":
		claims["exp"] = at(-time.Hour)
	case "expiredInSkew":
		claims["exp"] = at(-20 * time.Second)
	case "notYetValid":
		claims["nbf"] = at(time.Hour)
	case "unknownIssuer":
		claims["iss"] = unknownIssuer
	case "idToken":
		claims["typ"] = "ID"
	case "withoutExpiry", "valid", "forged", "wrongKeyId", "otherKey", "unsigned", "confused":
	default:
		return nil, fmt.Errorf("unknown state %q of a token", t.State)
	}
	if t.State == "withoutExpiry" {
		delete(claims, "exp")
	} else {
		unless("exp", at(time.Hour))
	}
	unless("iat", at(-time.Minute))
	return claims, nil
}

// marshal keeps `<`, `>` and `&` as they are: a claim reads as it was written.
func marshal(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(buffer.Bytes()), nil
}

func sign(issuer, algorithm, message string) ([]byte, error) {
	digest := sha256.Sum256([]byte(message))
	switch algorithm {
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, signingKey(issuer), digest[:])
		if err != nil {
			return nil, err
		}
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), nil
	case "RS256":
		key, err := rsaKey()
		if err != nil {
			return nil, err
		}
		return rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	}
	return nil, fmt.Errorf("unknown algorithm %q of a token", algorithm)
}
