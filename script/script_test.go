package script_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

func segments(pairs ...time.Duration) []script.Segment {
	var all []script.Segment
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, script.Segment{ID: fmt.Sprint(i/2 + 1), Start: pairs[i], End: pairs[i+1], Text: "text"})
	}
	return all
}

func TestValidateNamesEveryProblem(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{
		{ID: "a", Start: 0, End: time.Second, Text: "fine"},
		{ID: "b", Start: -1, End: time.Second, Text: "early"},
		{ID: "c", Start: 2, End: 2, Text: "no length"},
		{ID: "d", Start: 3, End: 2, Text: "reversed"},
		{ID: "a", Start: 4, End: 5, Text: "twice"},
		{ID: "", Start: 5, End: 6, Text: "no id"},
		{ID: "", Start: 6, End: 7, Text: " \n"},
	}}
	err := s.Validate()
	for _, want := range []error{script.ErrNegativeTime, script.ErrZeroLength, script.ErrReversed, script.ErrDuplicateID, script.ErrNoText} {
		require.ErrorIs(t, err, want)
	}
	var seg *script.SegmentError
	require.ErrorAs(t, err, &seg)
	require.Equal(t, 1, seg.Index)
	require.Equal(t, "segment 2 (id \"b\"): negative time\n"+
		"segment 3 (id \"c\"): zero length: end equals start\n"+
		"segment 4 (id \"d\"): end before start\n"+
		"segment 5 (id \"a\"): same id as that of segment 1\n"+
		"segment 7 (id \"\"): no text", err.Error())

	require.NoError(t, (&script.Script{Segments: segments(0, 1, 1, 2)}).Validate())
}

func TestSortIsStable(t *testing.T) {
	s := &script.Script{Segments: segments(5, 6, 1, 2, 5, 7, 1, 9)}
	sorted := s.Sorted()
	require.Equal(t, "1", s.Segments[0].ID, "Sorted leaves the script alone")
	s.Sort()
	require.Equal(t, s.Segments, sorted)
	var ids []string
	for _, seg := range s.Segments {
		ids = append(ids, seg.ID)
	}
	require.Equal(t, []string{"2", "4", "1", "3"}, ids)
	require.NotSame(t, &s.Segments[0], &s.Sorted()[0], "always a copy")
}

func TestShift(t *testing.T) {
	s := &script.Script{Segments: segments(10, 20, 30, 40)}
	require.NoError(t, s.Shift(-15))
	require.Equal(t, segments(-5, 5, 15, 25), s.Segments)
	require.NoError(t, s.Shift(0))
	require.Equal(t, segments(-5, 5, 15, 25), s.Segments)

	for _, d := range []time.Duration{math.MaxInt64, math.MinInt64} {
		require.ErrorIs(t, s.Shift(d), script.ErrTimeRange)
		require.Equal(t, segments(-5, 5, 15, 25), s.Segments, "nothing changes on an error")
	}
}

func TestScaleIsExact(t *testing.T) {
	hour := time.Hour
	s := &script.Script{Segments: segments(0, 1, hour, 2*hour, -3, -1)}
	require.NoError(t, s.Scale(1001, 1000))
	require.Equal(t, segments(0, 1, hour+3600*time.Millisecond, 2*hour+7200*time.Millisecond, -3, -1), s.Segments)

	s = &script.Script{Segments: segments(1, 3, -1, -3)}
	require.NoError(t, s.Scale(1, 2))
	require.Equal(t, segments(1, 2, -1, -2), s.Segments, "halves away from zero")

	s = &script.Script{Segments: segments(math.MaxInt64-1, math.MaxInt64)}
	require.NoError(t, s.Scale(24000*1001, 1001*24000))
	require.Equal(t, segments(math.MaxInt64-1, math.MaxInt64), s.Segments)
	require.ErrorIs(t, s.Scale(25, 24), script.ErrTimeRange)
	require.ErrorIs(t, s.Scale(0, 1), script.ErrValue)
	require.ErrorIs(t, s.Scale(1, -1), script.ErrValue)
}

func TestTypes(t *testing.T) {
	for s, want := range map[string]script.Type{
		"": script.Unspecified, "standard_ad": script.Standard, "Extended_AD": script.Extended, " extended ": script.Extended,
	} {
		got, err := script.ParseType(s)
		require.NoError(t, err)
		require.Equal(t, want, got, s)
	}
	require.Equal(t, "standard_ad", script.Standard.String())
	require.Equal(t, "Type(9)", script.Type(9).String())
	_, err := script.ParseType("enhanced")
	require.EqualError(t, err, `ad_type: unexpected value "enhanced": want standard_ad or extended_ad`)
}

func TestErrorsSayWhereAndWhat(t *testing.T) {
	cause := &script.ValueError{Kind: script.ErrTime, Field: "end_time", Value: "x", Want: "seconds"}
	err := error(&script.ParseError{Format: "results", Pos: script.Pos{Line: 3, Column: 9, Path: "output.segments[0].end_time"}, Err: cause})
	require.EqualError(t, err, `results: 3:9: output.segments[0].end_time: end_time: malformed time "x": want seconds`)
	require.ErrorIs(t, err, script.ErrTime)
	var value *script.ValueError
	require.True(t, errors.As(err, &value))

	require.EqualError(t, &script.ParseError{Format: "vtt", Pos: script.Pos{Line: 12}, Err: script.ErrTime}, "vtt: 12: malformed time")
	require.EqualError(t, &script.ParseError{Format: "vtt", Err: script.ErrEmpty}, "vtt: empty input")
	w := script.Warning{Format: "xlsx", Pos: script.Pos{Path: "AD Script!C14"}, SegmentID: "7", Err: script.ErrReversed}
	require.Equal(t, `xlsx: AD Script!C14: segment "7": end before start`, w.Error())
}

func TestShorten(t *testing.T) {
	require.Equal(t, "short", script.Shorten("short"))
	long := ""
	for range 100 {
		long += "é"
	}
	require.Equal(t, 61, len([]rune(script.Shorten(long))))
	bad := ""
	for range 100 {
		bad += "\xff"
	}
	require.NotContains(t, script.Shorten(bad), "\xff")
}

func ExampleScript_Scale() {
	s := &script.Script{Segments: []script.Segment{{Start: 24 * time.Second, End: 48 * time.Second}}}
	if err := s.Scale(24, 25); err != nil { // film shown at 25 frames a second
		fmt.Println(err)
	}
	fmt.Println(s.Segments[0].Start, s.Segments[0].End)
	// Output: 23.04s 46.08s
}

func TestNumberIDs(t *testing.T) {
	ids := func(given ...string) (got []string) {
		s := &script.Script{Segments: make([]script.Segment, len(given))}
		for i, id := range given {
			s.Segments[i].ID = id
		}
		s.NumberIDs()
		for _, seg := range s.Segments {
			got = append(got, seg.ID)
		}
		return got
	}
	require.Equal(t, []string{"1", "2", "3"}, ids("", "", ""))
	require.Equal(t, []string{"3", "2", "5", "007"}, ids("3", "", "", "007"))
	require.Equal(t, []string{"4", "1", "3", "5"}, ids("4", "1", "", ""), "4 is taken")
	require.Equal(t, []string{"b", "a"}, ids("b", "a"))
}

func TestTypesAreText(t *testing.T) {
	var typ script.Type
	require.NoError(t, typ.UnmarshalText([]byte("extended_ad")))
	text, err := typ.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "extended_ad", string(text))
	require.ErrorIs(t, typ.UnmarshalText([]byte("other")), script.ErrValue)
	require.Equal(t, script.Extended, typ)
	_, err = script.Type(9).MarshalText()
	require.ErrorIs(t, err, script.ErrValue)
}
