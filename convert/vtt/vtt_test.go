package vtt_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

// hostileScript has one segment for each hostile text, two seconds each.
func hostileScript() *script.Script {
	s := new(script.Script)
	for i, text := range hostile.Texts() {
		start := time.Duration(2*i) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: text.Name, Start: start, End: start + time.Second, Text: text.Text})
	}
	return s
}

func TestHostileTextsReadBack(t *testing.T) {
	var changed = map[string]bool{}
	enc := vtt.Encoder{Warn: func(w script.Warning) { changed[w.SegmentID] = true }}
	var file bytes.Buffer
	require.NoError(t, enc.Encode(&file, hostileScript()))
	got, err := vtt.Decoder{Strict: true}.Decode(&file)
	require.NoError(t, err)
	byID := map[string]script.Segment{}
	for _, seg := range got.Segments {
		byID[seg.ID] = seg
	}
	for _, want := range hostileScript().Segments {
		seg, ok := byID[want.ID]
		if !changed[want.ID] {
			require.Empty(t, cmp.Diff(want, seg), want.ID)
			continue
		}
		if ok {
			require.NotEqual(t, want.Text, seg.Text, want.ID)
			require.NotContains(t, seg.Text, "\n\n")
		} else {
			require.Empty(t, strings.Trim(want.Text, "\x00\x01\x02\x1F\x7F\u0080\u009F\n\r \t\u00A0\u2028"), want.ID)
		}
	}
}
