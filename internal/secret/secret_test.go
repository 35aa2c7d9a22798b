package secret_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/script"
)

func TestCut(t *testing.T) {
	for in, want := range map[string]string{
		"nothing here":                          "nothing here",
		"see https://a.example/x?sig=1 there":   "see https://a.example/… there",
		`"https:\/\/a.example\/x?token=1"`:      `"https:\/\/a.example/…"`,
		"https://user:pass@a.example/":          "https://…",
		"key vsk_abc123 and VSK_DEF":            "key vsk_… and VSK_…",
		"X-Goog-Signature=abc&x=1 y":            "X-Goog-Signature=… y",
		"https://a.example":                     "https://a.example",
		"https%3A%2F%2Fa.example%2Fx%3Fsig%3D1": "https%3A%2F%2Fa.example/…",
		"https%3a%2f%2fme%40a.example and more": "https%3a%2f%2f… and more",
		"x-amz-signature%3Dab%26a y":            "x-amz-signature%3D… y",
		"two https://a.example/1 http://b.c/22": "two https://a.example/… http://b.c/…",
	} {
		require.Equal(t, want, secret.Cut(in), in)
	}
}

func TestSigns(t *testing.T) {
	require.True(t, secret.Signs("https://a.example/x?X-Amz-Signature=1"))
	require.True(t, secret.Signs("https://a.example/x?a=1&sig=1"))
	require.True(t, secret.Signs("https%3A%2F%2Fa.example%2Fx%3FX-Amz-Signature%3D1"))
	require.False(t, secret.Signs("https://a.example/x?a=1"))
	require.False(t, secret.Signs("https%3A%2F%2Fa.example%2F"))
	require.False(t, secret.Signs("plain"))
}

func TestScrub(t *testing.T) {
	plain := errors.New("plain")
	require.Same(t, plain, secret.Scrub(plain))

	told := &script.ParseError{Format: "f", Pos: script.Pos{Line: 1, Path: "vsk_p"}, Err: &script.ValueError{Kind: script.ErrTime, Value: "https://a.example/x"}}
	err := secret.Scrub(told)
	require.ErrorIs(t, err, script.ErrTime)
	var pe *script.ParseError
	require.ErrorAs(t, err, &pe)
	require.Equal(t, "vsk_…", pe.Pos.Path)
	var ve *script.ValueError
	require.False(t, errors.As(err, &ve))

	upper := func(s string) string { return strings.ReplaceAll(s, "pass", "…") }
	require.EqualError(t, secret.ScrubBy(errors.New("a password"), upper), "a …word")
}
