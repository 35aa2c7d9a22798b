package script_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestFields(t *testing.T) {
	require.Equal(t, "nothing", script.Fields(0).String())
	require.Equal(t, "ids, title", (script.IDs | script.Title).String())
	require.Equal(t, "ids, line breaks, notes, statuses, delivery cues, segment languages, speakers, extended segments, title, language, type, job and media id, other columns",
		script.Fields(script.AllFields).String())
}

// Every field of a segment but its times is in the table, and the table
// reaches it: a field that is added without a row fails here.
func TestTextFieldsAreAllOfASegment(t *testing.T) {
	var s script.Segment
	for i, f := range script.TextFields() {
		require.Empty(t, f.Value(&s), f.Name)
		require.NoError(t, f.Set(&s, "yes"), f.Name)
		require.Equal(t, "yes", f.Value(&s), f.Name)
		if i > 0 {
			require.Equal(t, f.Name == script.FieldText, f.Bit == 0, f.Name)
		}
	}
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "Start" && name != "End" && name != "Row" {
			require.False(t, v.Field(i).IsZero(), "%s has no row in the table", name)
		}
	}
	s.Clear(script.Notes)
	require.Equal(t, script.Segment{Text: "yes", Note: "yes"}, s)
}

func TestFlagsAreYesOrNo(t *testing.T) {
	fields := script.TextFields()
	f := &fields[script.TextFieldCount-1]
	var s script.Segment
	for value, want := range map[string]bool{"Yes": true, "true": true, " x ": true, "1": true, "": false, "no": false, "FALSE": false, "0": false, "-": false} {
		require.NoError(t, f.Set(&s, value))
		require.Equal(t, want, s.Extended, value)
	}
	s.Extended = true
	require.EqualError(t, f.Set(&s, "maybe"), `extended: unexpected value "maybe": want yes or no`)
	require.True(t, s.Extended)
}
