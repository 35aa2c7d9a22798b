package markers

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// NamePrefix begins the names of the markers we write: it is followed by the
// segment's id. It keeps the names from beginning with a digit, which some
// readers do not bear, and tells our ids from the names others give.
const NamePrefix = "AD "

// Mark is one marker as it was read.
type Mark struct {
	Offset     int // in the input
	Start, End time.Duration
	Name       string // "" when the format has no names
	Text       string
	Note       string
	Language   string // "" for that of the script
}

// Segments turns markers, in the order of the list, into segments. A marker
// without a text has its name for one. A name that is ours, or that no other
// marker has, is the segment's id; any other becomes its note. Segments
// without an id have none.
func (in *Input) Segments(marks []Mark) (*script.Script, error) {
	if len(marks) == 0 {
		return nil, in.rep.Fail(script.Pos{}, script.ErrNoSegments)
	}
	s := &script.Script{Segments: make([]script.Segment, len(marks))}
	for i := range marks {
		if err := in.text(&marks[i], &s.Segments[i]); err != nil {
			return nil, err
		}
	}
	used := in.name(marks, s.Segments)
	for i := range marks {
		if err := in.check(marks[i].Offset, i, &s.Segments[i], used); err != nil {
			return nil, err
		}
	}
	s.Sort()
	return s, nil
}

// text fills times and text, and leaves in m.Name what is more than that.
func (in *Input) text(m *Mark, seg *script.Segment) error {
	text, change := clean.Text(m.Text)
	if change &= clean.Encoding | clean.Controls | clean.BlankLines; change != 0 && strings.TrimSpace(m.Text) != "" {
		if err := in.Warn(m.Offset, m.Name, fmt.Errorf("%w: %s", script.ErrText, change)); err != nil {
			return err
		}
	}
	m.Name, _ = clean.Line(m.Name)
	if text != "" && repeats(m.Name, text) {
		m.Name = ""
	}
	id, ours := ourID(m.Name)
	if text == "" && !ours {
		text, m.Name = m.Name, ""
	}
	seg.Start, seg.End, seg.Text, seg.Note, seg.Language = m.Start, m.End, text, m.Note, m.Language
	if ours {
		seg.ID, m.Name = id, ""
	}
	return nil
}

// ourID returns the id in a name that we gave.
func ourID(name string) (id string, ours bool) {
	id, ours = strings.CutPrefix(name, NamePrefix)
	return id, ours && id != ""
}

// name gives ids: ours first, then foreign names that stand once. It returns how often ids and names stand in the list.
func (in *Input) name(marks []Mark, segs []script.Segment) map[string]int {
	used := make(map[string]int, len(marks))
	for i := range marks {
		used[segs[i].ID]++
		if marks[i].Name != "" {
			used[marks[i].Name]++
		}
	}
	for i := range marks {
		switch n := marks[i].Name; {
		case segs[i].ID != "":
		case n != "" && used[n] == 1:
			segs[i].ID = n
		case n != "":
			segs[i].Note = strings.TrimSpace(n + "\n" + segs[i].Note)
		}
	}
	return used
}

// check warns of what a segment lacks, and of an id that came before: markers
// get copied along with their names.
func (in *Input) check(offset, i int, seg *script.Segment, used map[string]int) error {
	label := cmp.Or(seg.ID, strconv.Itoa(i+1))
	switch n := used[seg.ID]; {
	case seg.ID == "":
	case n > 1:
		used[seg.ID] = -1
	case n < 0:
		if err := in.Warn(offset, seg.ID, fmt.Errorf("%w of another marker", script.ErrDuplicateID)); err != nil {
			return err
		}
	}
	if seg.Text == "" {
		if err := in.Warn(offset, label, script.ErrNoText); err != nil {
			return err
		}
	}
	if err := script.CheckOrder(seg.Start, seg.End); err != nil {
		return in.Warn(offset, label, err)
	}
	return nil
}

// Differ finds out whether markers differ in something that is not kept.
type Differ struct {
	what  string
	first string
	at    int // offset of the first that differs
	any   bool
	found bool
}

// NewDiffer returns a Differ for what, as the warning calls it.
func NewDiffer(what string) *Differ { return &Differ{what: what} }

// See takes the value of one marker, which stands at offset.
func (d *Differ) See(value string, offset int) {
	if !d.any {
		d.first, d.any = value, true
	} else if !d.found && value != d.first {
		d.at, d.found = offset, true
	}
}

// Warn says what gets lost, once. Values that all markers share tell nothing.
func (d *Differ) Warn(in *Input) error {
	if !d.found {
		return nil
	}
	return in.Warn(d.at, "", fmt.Errorf("%w: the markers' %s, which differ", script.ErrDropped, d.what))
}
