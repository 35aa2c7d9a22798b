package csv_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/csv"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

const ms = time.Millisecond

func decode(t *testing.T, d csv.Decoder, src string) *script.Script {
	t.Helper()
	s, err := d.Decode(strings.NewReader(src))
	require.NoError(t, err)
	return s
}

func encode(t *testing.T, e csv.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile.Texts() {
		s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: text.Text, Note: text.Text, Cue: text.Text}}}
		for _, e := range []csv.Encoder{{}, {Raw: true}, {Comma: '\t'}, {Comma: ';', NoBOM: true}, {Comma: '|'}} {
			var changed []string
			e.Warn = func(w script.Warning) { changed = append(changed, w.String()) }
			out := encode(t, e, s)
			got := decode(t, csv.Decoder{Raw: e.Raw}, out)
			if len(changed) == 0 {
				require.Empty(t, cmp.Diff(s, got), text.Name)
			}
			e.Warn = func(w script.Warning) { require.NotErrorIs(t, w.Err, script.ErrText, text.Name) }
			require.Equal(t, out, encode(t, e, got), text.Name)
		}
	}
}
