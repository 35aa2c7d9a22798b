package xlsx_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const ms = time.Millisecond

func encode(t *testing.T, e xlsx.Encoder, s *script.Script) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.Bytes()
}

func decode(t *testing.T, d xlsx.Decoder, src []byte) *script.Script {
	t.Helper()
	s, err := d.Decode(bytes.NewReader(src))
	require.NoError(t, err)
	return s
}

// full is a script that uses every field.
func full() *script.Script {
	return &script.Script{
		Title: "The <Harbour> & 'Sea'", Language: "en", Type: script.Extended, Source: script.Source{JobID: "job_1", MediaID: "media_1"},
		Segments: []script.Segment{
			{ID: "001", Start: 1500 * ms, End: 3123*ms + 456789, Text: "=A boat.\nIt sinks_x0041_.", Note: "check", Status: "Approved", Cue: "quickly"},
			{ID: "1", Start: 4001 * ms, End: 9000 * ms, Text: "She walks to the pier, slowly, and looks back at us.", Language: "en"},
			{ID: "x", Start: 333333333, End: 10666666667, Text: "  edges  ", Language: "fr"},
			{Start: 20 * time.Second, End: 20 * time.Second, Text: "Point.", Status: "Odd, status"},
		},
	}
}

func TestRoundTripKeepsEverything(t *testing.T) {
	want := full()
	want.Sort()
	want.Segments[3].ID = "4"
	for _, e := range []xlsx.Encoder{{}, {Rate: timecode.Rate2997DF}, {Start: timecode.FromFrames(90000, timecode.Rate25)}} {
		got := decode(t, xlsx.Decoder{}, encode(t, e, full()))
		require.Empty(t, cmp.Diff(want, got))
	}
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile.Texts() {
		s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: text.Text, Note: text.Text}}}
		var b bytes.Buffer
		changed := false
		e := xlsx.Encoder{Warn: func(w script.Warning) { changed = changed || !errorsIsTooLarge(w.Err) }}
		if err := e.Encode(&b, s); err != nil {
			require.ErrorIs(t, err, script.ErrTooLarge)
			continue
		}
		got := decode(t, xlsx.Decoder{}, b.Bytes())
		if !changed {
			require.Empty(t, cmp.Diff(s, got), text.Name)
		}
		changed = false
		var again bytes.Buffer
		require.NoError(t, e.Encode(&again, got))
		require.False(t, changed, text.Name)
	}
}

func errorsIsTooLarge(err error) bool { return errors.Is(err, script.ErrTooLarge) }
