// Package tokens mints the tokens of case.ts and holds the oracle's signing keys. Keys follow from the issuer's name alone, so
// that a run needs no key files and every process has the same key for the same issuer.
package tokens

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"sync"
	"time"

	"meshgrant.test/mesh/wire"
)

const unknownIssuer = "https://unknown.oracle.example"

// Mint makes tokens, equal ones once. Signatures follow from key and message, so equal claims give equal tokens in every run.
type Mint struct {
	mu    sync.Mutex
	ready map[string]string
}

// A minted token is used for this long; its times count from the start of the span.
const (
	usualSpan = 10 * time.Minute
	skewSpan  = 10 * time.Second
	mostReady = 50_000
)

func NewMint() *Mint { return &Mint{ready: map[string]string{}} }

var signingKeys sync.Map

// signingKey derives a P-256 key from the issuer's name, each once. Test keys: anyone who reads this can make them.
func signingKey(issuer string) *ecdsa.PrivateKey {
	if ready, found := signingKeys.Load(issuer); found {
		return ready.(*ecdsa.PrivateKey)
	}
	curve := elliptic.P256()
	digest := sha256.Sum256([]byte("meshgrant test key of " + issuer))
	limit := new(big.Int).Sub(curve.Params().N, big.NewInt(1))
	d := new(big.Int).SetBytes(digest[:])
	d.Mod(d, limit).Add(d, big.NewInt(1))
	key := &ecdsa.PrivateKey{D: d}
	key.Curve = curve
	key.X, key.Y = curve.ScalarBaseMult(d.FillBytes(make([]byte, 32)))
	signingKeys.Store(issuer, key)
	return key
}

// rsaKey is one for all issuers: finding primes takes long. It follows from a seed like the others.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	p, q := prime("p"), prime("q")
	one := big.NewInt(1)
	totient := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537},
		D:         new(big.Int).ModInverse(big.NewInt(65537), totient), Primes: []*big.Int{p, q},
	}
	key.Precompute()
	return key, key.Validate()
})

// prime is the first prime of 1,024 bits after a number that follows from the seed.
func prime(seed string) *big.Int {
	var bits []byte
	for n := range 4 {
		digest := sha256.Sum256(fmt.Appendf(nil, "meshgrant test prime %s %d", seed, n))
		bits = append(bits, digest[:]...)
	}
	bits[0] |= 0xc0
	bits[len(bits)-1] |= 1
	two, e := big.NewInt(2), big.NewInt(65537)
	for candidate := new(big.Int).SetBytes(bits); ; candidate.Add(candidate, two) {
		rest := new(big.Int).Mod(new(big.Int).Sub(candidate, big.NewInt(1)), e)
		if rest.Sign() != 0 && candidate.ProbablyPrime(20) {
			return candidate
		}
	}
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func keyID(issuer, algorithm string) string {
	digest := sha256.Sum256([]byte(issuer))
	return algorithm + "-" + encode(digest[:6])
}

// KeySet is the JWKS text of an issuer, with the RSA key only where a token of the case uses it.
func KeySet(issuer string, withRSA bool) (string, error) {
	public := signingKey(issuer).PublicKey
	keys := []map[string]string{{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": keyID(issuer, "ES256"),
		"x": encode(public.X.FillBytes(make([]byte, 32))), "y": encode(public.Y.FillBytes(make([]byte, 32))),
	}}
	if withRSA {
		key, err := rsaKey()
		if err != nil {
			return "", err
		}
		keys = append(keys, map[string]string{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID(issuer, "RS256"),
			"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
		})
	}
	text, err := json.Marshal(map[string]any{"keys": keys})
	return string(text), err
}

// UsesRSA says whether a token of the case asks for RS256.
func UsesRSA(c *wire.Case) bool {
	for _, r := range c.Requests {
		if r.HTTP == nil {
			continue
		}
		for _, t := range r.HTTP.Tokens {
			if t.Algorithm == "RS256" {
				return true
			}
		}
	}
	return false
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
	span := usualSpan
	if t.State == "expiredInSkew" {
		span = skewSpan
	}
	now := time.Now().Truncate(span)
	name := fmt.Sprint(now.Unix()) + t.State + "\x00" + t.Algorithm + "\x00" + signer + "\x00" + string(t.Claims)
	m.mu.Lock()
	ready, found := m.ready[name]
	m.mu.Unlock()
	if found {
		return ready, nil
	}
	made, err := makeToken(t, now)
	if err != nil {
		return "", err
	}
	m.mu.Lock()
	if len(m.ready) >= mostReady {
		clear(m.ready)
	}
	m.ready[name] = made
	m.mu.Unlock()
	return made, nil
}

func makeToken(t wire.Token, now time.Time) (string, error) {
	if t.State == "garbage" {
		return "not.a.token", nil
	}
	claims, err := claimsOf(t, now)
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
		public, err := KeySet(issuer, false)
		if err != nil {
			return "", err
		}
		mac := hmac.New(sha256.New, []byte(public))
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

func claimsOf(t wire.Token, now time.Time) (map[string]any, error) {
	claims := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(t.Claims))
	decoder.UseNumber()
	if err := decoder.Decode(&claims); err != nil {
		return nil, fmt.Errorf("claims of a token: %w", err)
	}
	at := func(after time.Duration) json.Number { return json.Number(fmt.Sprint(now.Add(after).Unix())) }
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
		// Without a source of randomness, Go signs as RFC 6979 says: the same message, the same signature.
		der, err := signingKey(issuer).Sign(nil, digest[:], crypto.SHA256)
		if err != nil {
			return nil, err
		}
		var parts struct{ R, S *big.Int }
		if _, err := asn1.Unmarshal(der, &parts); err != nil {
			return nil, err
		}
		return append(parts.R.FillBytes(make([]byte, 32)), parts.S.FillBytes(make([]byte, 32))...), nil
	case "RS256":
		key, err := rsaKey()
		if err != nil {
			return nil, err
		}
		return rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	}
	return nil, fmt.Errorf("unknown algorithm %q of a token", algorithm)
}
