package xlsx_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

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
	for _, e := range []xlsx.Encoder{{}, {Rate: timecode.Rate2997DF}, {Start: timecode.FromFrames(90000, timecode.Rate25)}} {
		got := decode(t, xlsx.Decoder{}, encode(t, e, full()))
		require.Empty(t, cmp.Diff(want, got))
	}
}

// TestHostileTexts writes all of them into every column of one sheet.
func TestHostileTexts(t *testing.T) {
	s := &script.Script{Title: "hostile"}
	for i, text := range hostile.Texts() {
		if len(text.Text) > 32767 {
			continue
		}
		seg := script.Segment{ID: fmt.Sprint(i, text.Text), Start: time.Duration(i+1) * time.Second, End: time.Duration(i+2) * time.Second}
		seg.Text, seg.Note, seg.Status, seg.Cue, seg.Language = text.Text, text.Text, text.Text, text.Text, text.Text
		s.Segments = append(s.Segments, seg)
	}
	changed := map[string]bool{}
	e := xlsx.Encoder{Warn: func(w script.Warning) error { changed[w.SegmentID] = true; return nil }}
	src := encode(t, e, s)
	got := decode(t, xlsx.Decoder{}, src)
	require.Len(t, got.Segments, len(s.Segments))
	kept := 0
	for i, seg := range s.Segments {
		if !changed[seg.ID] {
			require.Empty(t, cmp.Diff(seg, got.Segments[i]))
			kept++
		}
	}
	require.Greater(t, kept, 100)
	require.Equal(t, src, encode(t, xlsx.Encoder{}, got), "what was read is written alike")
	require.NotContains(t, dump(t, src), "formula ,")
}

func TestTextsBeyondACellAreRefused(t *testing.T) {
	for _, c := range []struct {
		seg  script.Segment
		says string
	}{
		{script.Segment{ID: "a", Text: strings.Repeat("x", 32768)}, `segment 2 (id "a"): input too large: text of 32768 characters: a cell holds 32767`},
		{script.Segment{ID: "b", Text: "x", Note: strings.Repeat("\U0001F600", 16384)}, `segment 2 (id "b"): input too large: note of 32768 characters`},
		{script.Segment{ID: strings.Repeat("c", 40000), Text: "x"}, `id of 40000 characters`},
	} {
		c.seg.End = time.Second
		s := &script.Script{Segments: []script.Segment{{ID: "1", End: time.Second, Text: "x"}, c.seg}}
		var b bytes.Buffer
		err := xlsx.Encode(&b, s)
		require.ErrorIs(t, err, script.ErrTooLarge)
		require.ErrorContains(t, err, c.says)
		var segment *script.SegmentError
		require.ErrorAs(t, err, &segment)
		require.Zero(t, b.Len())
	}
	s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1, End: time.Second, Text: strings.Repeat("夜", 32767)}}}
	var warned []string
	e := xlsx.Encoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	require.Empty(t, cmp.Diff(s, decode(t, xlsx.Decoder{}, encode(t, e, s))))
	require.Equal(t, []string{`xlsx: segment "1": input too large: longer than a row is high: it shows in part until its cell is opened`}, warned)
	require.ErrorIs(t, xlsx.Encode(io.Discard, &script.Script{Title: strings.Repeat("x", 32768)}), script.ErrTooLarge)
}

func TestMoreSegmentsThanRows(t *testing.T) {
	s := &script.Script{Segments: make([]script.Segment, 1048571)}
	s.Segments[1048570].ID = "last"
	err := xlsx.Encode(io.Discard, s)
	require.ErrorIs(t, err, script.ErrTooLarge)
	require.ErrorContains(t, err, `segment 1048571 (id "last"): input too large: a sheet has room for 1048570 segments, not 1048571`)
}

func TestChangedTimesGoBeforeRememberedOnes(t *testing.T) {
	src := encode(t, xlsx.Encoder{}, full())
	f, err := excelize.OpenReader(bytes.NewReader(src))
	require.NoError(t, err)
	require.NoError(t, f.SetCellStr(xlsx.ScriptSheet, "B7", "00:00:00.500"))
	require.NoError(t, f.SetCellStr(xlsx.ScriptSheet, "E8", "A ship."))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	want := decode(t, xlsx.Decoder{}, src)
	want.Segments[0].Start = 500 * ms
	want.Segments[1].Text = "A ship."
	require.Empty(t, cmp.Diff(want, decode(t, xlsx.Decoder{}, b.Bytes())))
}

// TestWithoutTheHiddenSheet reads what is left when a program drops the hidden
// sheet and the document's properties.
func TestWithoutTheHiddenSheet(t *testing.T) {
	src := encode(t, xlsx.Encoder{Start: timecode.FromFrames(90000, timecode.Rate25)}, full())
	f, err := excelize.OpenReader(bytes.NewReader(src))
	require.NoError(t, err)
	require.NoError(t, f.DeleteSheet("vsconvert"))
	f.Pkg.Delete("docProps/custom.xml")
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	want := full()
	want.Sort()
	for i := range want.Segments {
		g := &want.Segments[i]
		g.Start, g.End = timecode.Rate25.Duration(timecode.Rate25.Frames(g.Start)), timecode.Rate25.Duration(timecode.Rate25.Frames(g.End))
	}
	require.Empty(t, cmp.Diff(want, decode(t, xlsx.Decoder{}, b.Bytes())))
}

func TestEncoderWarnsAndLeavesTheScriptAlone(t *testing.T) {
	s := &script.Script{Title: "a\x01b", Segments: []script.Segment{
		{ID: "b", Start: 2000 * ms, End: 90000 * time.Second, Text: "x\x00y"},
		{ID: "a", Start: -500 * ms, End: 1000 * ms, Text: " "},
	}}
	before := slices.Clone(s.Segments)
	var warned []string
	e := xlsx.Encoder{Rate: timecode.Rate24, Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	encode(t, e, s)
	require.Equal(t, before, s.Segments)
	require.Equal(t, []string{
		`xlsx: segment "a": no text`,
		`xlsx: segment "a": negative time: start -500ms, end 1s moved to 0`,
		`xlsx: segment "b": text changed: control characters dropped`,
		`xlsx: segment "b": time out of range: past 24 hours the timecode begins anew`,
		`xlsx: Programme: text changed: control characters dropped`,
	}, warned)
	require.ErrorIs(t, xlsx.Encoder{Rate: timecode.Rate24, Start: timecode.FromFrames(1, timecode.Rate25)}.Encode(io.Discard, s), script.ErrValue)
}

func TestWriteErrorsComeBack(t *testing.T) {
	for _, room := range []int{0, 100, 5000} {
		require.ErrorIs(t, xlsx.Encode(&limited{room}, full()), io.ErrShortWrite)
	}
}

// limited takes so many bytes.
type limited struct{ room int }

func (l *limited) Write(p []byte) (int, error) {
	if l.room -= len(p); l.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestTitleBlockIsEdited(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(encode(t, xlsx.Encoder{}, full())))
	require.NoError(t, err)
	require.NoError(t, f.SetCellStr(xlsx.ScriptSheet, "C1", "The Port"))
	require.NoError(t, f.SetCellStr(xlsx.ScriptSheet, "C3", "en-GB"))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	got := decode(t, xlsx.Decoder{}, b.Bytes())
	require.Equal(t, "The Port", got.Title)
	require.Equal(t, "en-GB", got.Language)
	require.Equal(t, full().Source, got.Source)
}

// A copy of the sheet, perhaps the one that was worked on, is not passed over
// in silence, wherever it stands.
func TestCopyOfTheSheetIsNamed(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(encode(t, xlsx.Encoder{}, full())))
	require.NoError(t, err)
	index, err := f.NewSheet("AD Script (2)")
	require.NoError(t, err)
	from, err := f.GetSheetIndex(xlsx.ScriptSheet)
	require.NoError(t, err)
	require.NoError(t, f.CopySheet(from, index))
	require.NoError(t, f.MoveSheet("AD Script (2)", xlsx.ScriptSheet))
	require.NoError(t, f.SetCellStr("AD Script (2)", "E7", "Edited."))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	var said []string
	got := decode(t, xlsx.Decoder{Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}, b.Bytes())
	require.Equal(t, full().Segments[0].Text, got.Segments[1].Text)
	require.Equal(t, "xlsx: AD Script: assumed: read this sheet, not AD Script (2)", said[0])
}
