package results_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// feature returns a script of n segments of about 83 bytes of text each.
func feature(n int) *script.Script {
	texts := []string{
		"A woman in a grey coat walks slowly to the window & looks down at the empty street.",
		"The caption reads \"Zürich, 1984\". A tram passes, < half full >, in the rain.",
		"She opens the letter with both hands and reads.\nHer face falls; she sits down on the bed.",
	}
	s := &script.Script{Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i)*4321*time.Millisecond + 77*time.Millisecond
		s.Segments[i] = script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 2345*time.Millisecond, Text: texts[i%len(texts)]}
	}
	return s
}

func encoded(t testing.TB, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, results.Encode(&b, s))
	return b.String()
}

func BenchmarkDecode100k(b *testing.B) {
	in := encoded(b, feature(100_000))
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := results.Decode(strings.NewReader(in)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode100k(b *testing.B) {
	s := feature(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := results.Encode(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}
