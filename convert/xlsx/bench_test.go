package xlsx_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
)

// long is a script of n segments of about 83 bytes.
func long(n int) *script.Script {
	s := &script.Script{Language: "en", Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i)*4*time.Second + time.Duration(i%1000)*ms
		s.Segments[i] = script.Segment{
			ID: fmt.Sprint(i + 1), Start: start, End: start + 3*time.Second + time.Duration(i%500)*ms,
			Text: fmt.Sprintf("Segment %d: she walks along the pier & looks back\nat the harbour, where \"Erik\" waits for her.", i),
		}
	}
	return s
}

func BenchmarkEncode(b *testing.B) {
	s := long(100_000)
	for b.Loop() {
		require.NoError(b, xlsx.Encode(io.Discard, s))
	}
}

func BenchmarkDecode(b *testing.B) {
	var buf bytes.Buffer
	require.NoError(b, xlsx.Encode(&buf, long(100_000)))
	b.SetBytes(int64(buf.Len()))
	for b.Loop() {
		_, err := xlsx.Decode(bytes.NewReader(buf.Bytes()))
		require.NoError(b, err)
	}
}
