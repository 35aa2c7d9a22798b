package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// HeadRows is how many rows at the top are searched for the header.
const HeadRows = 64

// MaxColumns is how many columns of a table are read.
const MaxColumns = 256

// maxHeader is how many bytes of the name of a column are looked at; a longer
// one names none that is known.
const maxHeader = 256

// Layout says which column holds what.
type Layout struct {
	Header  int // index of the header's row; -1: there is none
	Names   []string
	Guessed bool // columns were told by what they hold, not by their names

	column   [fields]int // index + 1; 0: absent
	unit     [fields]unit
	mapped   [fields]bool // the column is the one the caller said
	before   int          // index + 1 of the column with the texts before they were edited; 0: absent
	narrated bool         // the speaker's column is that of a cue sheet, where the narrator is nobody in particular
	clocks   bool         // starts are clock times or timecodes, as far as the first rows say
	other    []int        // columns that hold nothing the model has a place for
	beside   []int        // columns of the same texts in other languages, each with its speech rate
	language string       // that of the texts, if it was asked for
	score    int
	prose    bool // the column of texts was told by what it holds
	placed   bool // columns are known by their places, see [Positions]
}

// Has reports whether there is a column for f.
func (l *Layout) Has(f Field) bool { return l.column[f] > 0 }

// Column returns the index of the column of f, or -1.
func (l *Layout) Column(f Field) int { return l.column[f] - 1 }

// FieldAt returns what a column holds, [None] for what is not known.
func (l *Layout) FieldAt(place int) Field {
	for f, at := range l.column {
		if at == place+1 {
			return Field(f)
		}
	}
	return None
}

// Score is how many columns were told by their names.
func (l *Layout) Score() int { return l.score }

// name returns what the column of f is called in the table.
func (l *Layout) name(f Field) string { return l.columnName(l.column[f] - 1) }

func (l *Layout) columnName(i int) string {
	if i >= 0 && i < len(l.Names) {
		if name := strings.TrimSpace(l.Names[i]); name != "" {
			return script.Shorten(name)
		}
	}
	return "column " + strconv.Itoa(i+1)
}

// Present lists the fields of a segment that there are columns for.
func (l *Layout) Present() []script.Field {
	var names []script.Field
	for _, f := range [...]Field{ID, Start, End, Text, Cue, Status, Note, Language, Speaker, Extended} {
		if l.Has(f) || f == End && l.Has(Duration) {
			names = append(names, script.Field(f.String()))
		}
	}
	return names
}

// Where says where the parts of a table are, as far as that is known.
type Where struct {
	// Columns maps field names to the header, or "#3" for the third column, that
	// holds them, and goes before the known names.
	Columns map[string]string

	// First and Last are the rows of the header, from 1; 0 finds it.
	First, Last int

	// Skip is how many rows at the top are none of the table's.
	Skip int

	// Language reads the texts from the column in that language, "Text (de)",
	// where there is one: see [Layout.Language].
	Language string
}

// FindLayout looks for the header, of one row or two, in the first rows of a
// table. Without one the columns are told by what they hold. Errors wrap
// [script.ErrMissing] or [script.ErrValue].
func FindLayout(head [][]string, where Where) (*Layout, error) {
	wanted, err := parseColumns(where.Columns)
	if err != nil {
		return nil, err
	}
	best, err := where.header(head, wanted)
	if err != nil {
		return nil, err
	}
	if best == nil {
		best = guess(head, where.Skip, wanted)
	}
	if best == nil {
		return nil, noLayout(head[min(where.Skip, len(head)):], wanted)
	}
	for f, header := range wanted {
		if !best.mapped[f] {
			return nil, fmt.Errorf("%w: no column %q for %s: the header has %s", script.ErrMissing, header, f, quoted(best.Names))
		}
	}
	best.findLanguages(where.Language)
	best.findProse(head[best.Header+1:])
	best.clocks = slices.ContainsFunc(head[best.Header+1:], func(row []string) bool { return isTime(cell(row, best.column[Start]-1)) })
	return best, nil
}

func noLayout(head [][]string, wanted map[Field]string) error {
	for _, row := range head {
		if len(row) < 2 {
			continue
		}
		for f, header := range wanted {
			if !slices.ContainsFunc(row, func(name string) bool { return normalise(name) == normalise(header) }) {
				return fmt.Errorf("%w: no column %q for %s: the first row has %s", script.ErrMissing, header, f, quoted(row))
			}
		}
		return &ColumnError{Start, row}
	}
	return fmt.Errorf("%w: no header with a start column", script.ErrMissing)
}

func quoted(names []string) string {
	var parts []string
	for _, name := range names {
		if name = strings.TrimSpace(name); name != "" && len(parts) < 16 {
			parts = append(parts, strconv.Quote(script.Shorten(name)))
		}
	}
	return strings.Join(parts, ", ")
}

func parseColumns(columns map[string]string) (map[Field]string, error) {
	wanted := make(map[Field]string, len(columns))
	for name, header := range columns {
		f, err := ParseField(name)
		if err != nil {
			return nil, err
		}
		if _, twice := wanted[f]; twice {
			return nil, &script.ValueError{Kind: script.ErrValue, Field: "column map", Value: name, Want: "every field once"}
		}
		wanted[f] = header
	}
	return wanted, nil
}

// match reads row as a header. Of several columns for a field the first one
// counts whose name is not vague.
func match(index int, row []string, wanted map[Field]string) *Layout {
	l := &Layout{Header: index, Names: slices.Clone(row)}
	mapped := make([]bool, len(row))
	for f, header := range wanted {
		if i := columnOf(row, header); i >= 0 {
			l.set(f, i, header)
			mapped[i] = true
		}
	}
	var vague [fields]bool
	for i, name := range row {
		if mapped[i] {
			continue
		}
		f, u := fieldOf(name)
		loose := aliases().vague[normalise(name)]
		switch {
		case f == None || l.Has(f) && (loose || !vague[f]):
			l.other = append(l.other, i)
			continue
		case l.Has(f):
			l.other = append(l.other, l.column[f]-1)
		default:
			l.score++
		}
		l.column[f], l.unit[f], vague[f] = i+1, u, loose
	}
	l.findBefore()
	l.narrated = l.Has(Speaker) && normalise(l.name(Speaker)) == "character"
	return l
}

// findBefore looks for the other half of a reviewer's sheet, which has the
// edited line beside the original one and is blank where that will do.
func (l *Layout) findBefore() {
	if !l.Has(Text) {
		return
	}
	if normalise(l.name(Text)) == "after" {
		l.findOwnBefore()
		return
	}
	if normalise(l.name(Text)) != "edited line" {
		return
	}
	for _, i := range l.other {
		switch normalise(l.Names[i]) {
		case "original line", "original", "original text":
			l.before = i + 1
			return
		}
	}
}

// findOwnBefore is for the sheet that reviewers are given, whose column Before
// is known to hold what After is made of.
func (l *Layout) findOwnBefore() {
	for n, i := range l.other {
		if normalise(l.Names[i]) == "before" {
			l.before = i + 1
			l.other = slices.Delete(l.other, n, n+1)
			return
		}
	}
}

func (l *Layout) set(f Field, i int, header string) {
	_, u := fieldOf(header)
	l.column[f], l.unit[f], l.mapped[f] = i+1, u, true
	l.score++
}

// columnOf finds a header exactly, then normalised, then as "#3".
func columnOf(row []string, header string) int {
	for i, name := range row {
		if name == header {
			return i
		}
	}
	want := normalise(header)
	for i, name := range row {
		if want != "" && normalise(name) == want {
			return i
		}
	}
	if number, ok := strings.CutPrefix(header, "#"); ok {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(row) {
			return n - 1
		}
	}
	return -1
}

// headed reports whether row may be a header: it names more than the start,
// or has nothing else.
func headed(l *Layout, row []string) bool {
	if isTime(cell(row, l.column[Start]-1)) {
		return false
	}
	filled := 0
	for _, name := range row {
		if name != "" {
			filled++
		}
	}
	return l.score > 1 || filled == 1
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}

// isTime reports whether s looks like a time with at least minutes.
func isTime(s string) bool {
	if len(s) > 40 || !strings.ContainsAny(s, ":;：") {
		return false
	}
	digits := 0
	for _, r := range simplify(s) {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case !strings.ContainsRune(":;., APMapm", r):
			return false
		}
	}
	return digits >= 3
}

// profile is what a column was seen to hold.
type profile struct {
	times, filled, letters int
	values                 map[string]bool
}

// guess tells columns by what they hold: the first with times is the start,
// the second the end, the one with most letters the text, and one
// before the start whose values never repeat the id.
func guess(head [][]string, skip int, wanted map[Field]string) *Layout {
	first, columns := profiles(head, skip)
	if first < 0 {
		return nil
	}
	l := &Layout{Header: first - 1, Guessed: true}
	if first > 0 {
		l.Names = head[first-1]
	}
	for f, header := range wanted {
		if i := columnOf(l.Names, header); i >= 0 {
			l.set(f, i, header)
		} else if i := columnOf(head[first], header); i >= 0 && strings.HasPrefix(header, "#") {
			l.set(f, i, header)
		}
	}
	rows := len(head) - first
	most := 0
	for i, c := range columns {
		switch {
		case l.taken(i) || c.filled == 0:
		case 2*c.times > c.filled && 2*c.filled > rows && !l.Has(Start):
			l.column[Start] = i + 1
		case 2*c.times > c.filled && 2*c.filled > rows && !l.Has(End) && !l.Has(Duration):
			l.column[End] = i + 1
		case 2*c.times <= c.filled && c.letters > most && wanted[Text] == "":
			l.column[Text], most = i+1, c.letters
		}
	}
	if !l.Has(Start) || !l.Has(Text) {
		return nil
	}
	for i, c := range columns[:min(l.column[Start]-1, len(columns))] {
		if !l.Has(ID) && !l.taken(i) && c.filled == rows && len(c.values) == rows && c.times == 0 {
			l.column[ID] = i + 1
		}
	}
	for i, c := range columns {
		if !l.taken(i) && c.filled > 0 {
			l.other = append(l.other, i)
		}
	}
	return l
}

func (l *Layout) taken(i int) bool {
	return slices.Contains(l.column[:], i+1)
}

// profiles returns the index of the first row with a time in it, or -1, and
// what the columns hold from there on.
func profiles(head [][]string, skip int) (first int, columns []profile) {
	first = -1
	for r, row := range head {
		if r < skip {
			continue
		}
		if first < 0 && slices.ContainsFunc(row, isTime) {
			first = r
		}
		if first < 0 {
			continue
		}
		for len(columns) < len(row) && len(columns) < 256 {
			columns = append(columns, profile{values: map[string]bool{}})
		}
		for i, v := range row[:min(len(row), len(columns))] {
			if strings.TrimSpace(v) == "" {
				continue
			}
			c := &columns[i]
			c.filled++
			c.letters += len(v)
			if isTime(v) {
				c.times++
			}
			c.values[v] = true
		}
	}
	return first, columns
}
