package ttml_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// U+009B begins an escape sequence on a terminal.
func TestControlsAreReferences(t *testing.T) {
	s := &script.Script{Language: "en", Title: "\u009b", Segments: []script.Segment{{ID: "1", End: time.Second, Text: "é\u0085\u009b31m <\u009b\u00a0."}}}
	for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.DAPT, ttml.EBUTTD} {
		var b strings.Builder
		require.NoError(t, ttml.Encoder{Profile: profile}.Encode(&b, s))
		require.NotContains(t, b.String(), "\u009b")
		require.Contains(t, b.String(), "é&#x85;&#x9B;31m &lt;&#x9B;\u00a0.")
		got, err := ttml.Decode(strings.NewReader(b.String()))
		require.NoError(t, err)
		require.Equal(t, s.Segments[0].Text, got.Segments[0].Text)
	}
}
