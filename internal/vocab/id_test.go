package vocab

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

func xmlIDs(ids ...string) []string {
	segments := make([]script.Segment, len(ids))
	for i := range ids {
		segments[i].ID = ids[i]
	}
	w := IDWriter{Segments: segments}
	out := make([]string, len(ids))
	for i := range out {
		out[i] = string(w.Append(nil))
	}
	return out
}

func TestXMLIDs(t *testing.T) {
	tests := []struct{ ids, want []string }{
		{[]string{"1", "2", "10"}, []string{"ad-1", "ad-2", "ad-10"}},
		{[]string{"1", "1", "2", "1"}, []string{"ad-1", "ad-1_.2", "ad-2", "ad-1_.3"}},
		{[]string{"", ""}, []string{"ad-", "ad-_.2"}},
		{[]string{"b", "a", "b", "a"}, []string{"b", "a", "ad-b_.2", "ad-a_.2"}},
		{[]string{"a b", "ä:ö", "a\tb", "x/y"}, []string{"ad-a_20_b", "ad-ä_3A_ö", "ad-a_9_b", "ad-x_2F_y"}},
		{[]string{"seg_001", "s.1", "Über-1", "_x"}, []string{"seg_001", "s.1", "Über-1", "_x"}},
		{[]string{"ad-1", "1", "ad-"}, []string{"ad-ad-1", "ad-1", "ad-ad-"}},
		{[]string{"1_2", "1__2", "1_.2"}, []string{"ad-1__2", "ad-1____2", "ad-1__.2"}},
		{[]string{"region", "text", "paragraph", "Text"}, []string{"ad-region", "ad-text", "ad-paragraph", "Text"}},
		{[]string{"3fa85f64-5717", "-x", ".x"}, []string{"ad-3fa85f64-5717", "ad--x", "ad-.x"}},
		{[]string{"\xFF", "\uFFFD", "\x00", "\U000F0000", "🚢"}, []string{"ad-_.xFF_", "ad-_FFFD_", "ad-_0_", "ad-_F0000_", "ad-_1F6A2_"}},
		{[]string{"5 €", "é\u0301", "a·b", "窓。"}, []string{"ad-5_20__20AC_", "é\u0301", "ad-a_B7_b", "ad-窓_3002_"}},
		{[]string{"漢字", "ad-🚢", "🚢", "🚢"}, []string{"漢字", "ad-ad-_1F6A2_", "ad-_1F6A2_", "ad-_1F6A2__.2"}},
	}
	for _, tt := range tests {
		got := xmlIDs(tt.ids...)
		require.Equal(t, tt.want, got)
		for i, xmlID := range got {
			require.Equal(t, tt.ids[i], ReadID(xmlID), xmlID)
		}
	}
}

func TestXMLIDsFromElsewhere(t *testing.T) {
	for xmlID, want := range map[string]string{
		"subtitle0": "subtitle0",
		"ad-x":      "ad-x", // we write x as it is
		"ad-1":      "1",
		"ad-1_2":    "ad-1_2", // no escape of ours
		"ad-_20":    "ad-_20",
		"ad-_20_":   " ",
		"ad-_020_":  "ad-_020_",
		"ad-_3a_":   "ad-_3a_",
		"ad-_61_":   "ad-_61_",
		"ad-1_.1":   "ad-1_.1",
		"ad-1_.02":  "ad-1_.02",
		"ad-x_.2":   "x",
		"ad-":       "",
		"a b":       "a b", // no NCName
		"ad-a b":    "ad-a b",
		"ad-_.xZZ_": "ad-_.xZZ_",
		"🚢":         "🚢", // from elsewhere
		"ad-🚢":      "ad-🚢",
	} {
		require.Equal(t, want, ReadID(xmlID), xmlID)
		require.Equal(t, want, ReadID(xmlIDs(want)[0]))
	}
}

// FuzzXMLID holds that an xml:id is an NCName, that no two segments share one,
// and that reading gives the segment's id back.
func FuzzXMLID(f *testing.F) {
	f.Add("1 1 a_b ad-1 ad-1_.2")
	f.Add("x\xFF ä:ö \u0300 _")
	f.Fuzz(func(t *testing.T, in string) {
		ids := strings.Split(in, " ")
		ids = append(ids, in)
		seen := map[string]bool{}
		for i, xmlID := range xmlIDs(ids...) {
			require.True(t, xmltoken.IsNCName(xmlID), xmlID)
			require.False(t, seen[xmlID], xmlID)
			require.False(t, isOurs(xmlID))
			require.Equal(t, ids[i], ReadID(xmlID))
			seen[xmlID] = true
		}
		if utf8.ValidString(in) { // what a document says stays what it says
			require.Equal(t, ReadID(in), ReadID(xmlIDs(ReadID(in))[0]))
		}
	})
}

func TestRisingIDsNeedNoMemory(t *testing.T) {
	segments := make([]script.Segment, 2000)
	for i := range segments {
		segments[i].ID = strconv.Itoa(i + 1)
	}
	w := IDWriter{Segments: segments}
	buf := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(1000, func() { buf = w.Append(buf[:0]) }))
	require.Nil(t, w.seen)
}

func TestSkippedIDsCount(t *testing.T) {
	w := IDWriter{Segments: []script.Segment{{ID: "2"}, {ID: "1"}, {ID: "2"}}}
	w.Skip()
	w.Skip()
	require.Equal(t, "ad-2_.2", string(w.Append(nil)))
}
