package script

import "strings"

// Fields is a set of what a script can hold beside the texts and times of its
// segments. Each format keeps some of them.
type Fields uint16

const (
	IDs        Fields = 1 << iota // of segments
	LineBreaks                    // within texts
	Notes
	Statuses
	Cues
	Languages // of single segments
	Speakers
	ExtendedSegments // single segments that may stop the programme
	Title
	Language
	AdType
	Origin       // job and media id
	OtherColumns // of sheets, see [Columns]

	AllFields = 1<<iota - 1
)

var fieldNames = [...]string{"ids", "line breaks", "notes", "statuses", "delivery cues", "segment languages", "speakers", "extended segments",
	"title", "language", "type", "job and media id", "other columns"}

// String lists the fields, or says "nothing" for none.
func (f Fields) String() string {
	var names []string
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// Field is the name of one part of a script, as maps of columns and lists of
// changes call it.
type Field string

// The fields of a segment, and those of a script as a whole.
const (
	FieldID       Field = "id"
	FieldStart    Field = "start"
	FieldEnd      Field = "end"
	FieldText     Field = "text"
	FieldNote     Field = "note"
	FieldStatus   Field = "status"
	FieldCue      Field = "cue"
	FieldLanguage Field = "language" // of a segment or of the script
	FieldSpeaker  Field = "speaker"
	FieldExtended Field = "extended"
	FieldTitle    Field = "title"
	FieldType     Field = "ad_type"
)

// TextField is a row of the table of all that a segment holds beside its
// times, as text. What reads, writes or compares whole segments ranges over
// [TextFields] rather than naming them, so that a new field is a new row.
type TextField struct {
	Name Field
	Bit  Fields // what a format that holds it keeps; 0 for the text, which all keep
	Long bool   // may have several lines
	Flag bool   // is true or not, rather than a text
}

var textFields = [...]TextField{
	{Name: FieldID, Bit: IDs},
	{Name: FieldText, Long: true},
	{Name: FieldNote, Bit: Notes, Long: true},
	{Name: FieldStatus, Bit: Statuses},
	{Name: FieldCue, Bit: Cues, Long: true},
	{Name: FieldLanguage, Bit: Languages},
	{Name: FieldSpeaker, Bit: Speakers},
	{Name: FieldExtended, Bit: ExtendedSegments, Flag: true},
}

// of returns where s holds a text. A switch, as a table of functions would
// move every segment to the heap.
func (f *TextField) of(s *Segment) *string {
	switch f.Bit {
	case IDs:
		return &s.ID
	case Notes:
		return &s.Note
	case Statuses:
		return &s.Status
	case Cues:
		return &s.Cue
	case Languages:
		return &s.Language
	case Speakers:
		return &s.Speaker
	}
	return &s.Text
}

// TextFieldCount is how many rows the table of text fields has.
const TextFieldCount = len(textFields)

// TextFields returns the table: id, text, note, status, cue, language, speaker
// and extended. It is the caller's own.
func TextFields() [TextFieldCount]TextField { return textFields }

// Value returns the field of s as text; "yes" or "" for one that is true or
// not.
func (f *TextField) Value(s *Segment) string {
	switch {
	case !f.Flag:
		return *f.of(s)
	case s.Extended:
		return "yes"
	}
	return ""
}

// Set sets the field of s. For a field that is true or not, value is "yes",
// "true", "x" or "1", or "", "no", "false", "-" or "0", in any letter case;
// others are a [*ValueError] and change nothing.
func (f *TextField) Set(s *Segment, value string) error {
	if !f.Flag {
		*f.of(s) = value
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "yes", "true", "x", "1":
		s.Extended = true
	case "", "no", "false", "-", "0":
		s.Extended = false
	default:
		return &ValueError{Kind: ErrValue, Field: string(f.Name), Value: value, Want: "yes or no"}
	}
	return nil
}

// Clear empties the fields of s that are not among keep. The text stays.
func (s *Segment) Clear(keep Fields) {
	for i := range textFields {
		if f := &textFields[i]; f.Bit&^keep != 0 {
			_ = f.Set(s, "") // which every field takes
		}
	}
	if keep&OtherColumns == 0 {
		s.Row = 0
	}
}
