package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// A terminal is shown what it would act on, however the text comes in.
func TestScreen(t *testing.T) {
	const text = "a\x1b[31m,\t\"x\u202ey\"\r\n夜\n"
	for size := 1; size <= len(text); size++ {
		var b bytes.Buffer
		s := &screen{w: &b}
		for from := 0; from < len(text); from += size {
			_, err := s.Write([]byte(text[from:min(from+size, len(text))]))
			require.NoError(t, err)
		}
		require.NotContains(t, b.String(), "\x1b")
		require.NotContains(t, b.String(), "\u202e")
		require.Contains(t, b.String(), "夜\n")
	}
}
