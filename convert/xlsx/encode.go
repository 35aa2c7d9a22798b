package xlsx

import (
	"fmt"
	"io"

	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// The names of the sheets.
const (
	ScriptSheet  = "AD Script"
	SummarySheet = "Summary"
	metaSheet    = "vsconvert"
)

// Keeps is what a workbook holds beside texts and times.
const Keeps = script.Fields(script.AllFields)

// Encoder writes scripts. Its zero value works.
type Encoder struct {
	// Rate makes times timecodes of this frame rate. Unset, it is that of
	// Start; without either, times are HH:MM:SS.mmm.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, added to every
	// time; the default is 00:00:00:00.
	Start timecode.Timecode

	// Statuses are offered in the Status column. Nil means Draft, In review,
	// Approved, Recorded and Rejected; other values may still be typed.
	Statuses []string

	// Layout is who the sheet is made for; the default is Edit.
	Layout Layout

	// Paper is what it is printed on; the default is A4.
	Paper Paper

	// BreakBefore lists ids of segments with which a page begins, in the layouts
	// Voice and Review. An id that no segment has is warned about.
	BreakBefore []string

	// Protected locks ids and computed columns, without a password. A protected
	// sheet takes new rows at its end only, and programs refuse to sort its
	// locked cells.
	Protected bool

	// Template is a workbook of somebody's own, whose columns are filled instead:
	// found by the names that [Decoder] knows, with the styles, the height and the
	// formulas of the row below the header. Rows that stand there with times are
	// taken for an example, and replaced; what stands below them moves down. What
	// the template has no column for is warned about. With a template there are no
	// Layout, Dialogue and With.
	Template []byte

	// Dialogue is set between the descriptions, in grey and in time order.
	// Instead of an id its rows have a mark by which readers pass them over,
	// "Dialogue 3f9c", whose digits sum up the text.
	Dialogue []script.Segment

	// With are the same script in other languages, each in a column of its own
	// behind the texts, with its speech rate, beside the segments of the same id,
	// else of the same time; a hidden column remembers the ids and times. Each
	// needs a Language, and not that of another. Layouts for reading leave them
	// out, which is warned about.
	With []*script.Script

	// Flags are the limits the Flags column checks; zero fields mean defaults.
	Flags Limits

	// Findings are what [qc.Check] found in the script. With them, even when
	// there are none, the Flags column has every code of a segment rather than
	// those of [qc.Measured], and a sheet lists them. Nil leaves both out.
	Findings []qc.Finding

	// Warn is told what was changed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Limits are what the Flags column goes by: speech rates in words per minute or
// characters per second, and lengths. Zero fields mean the defaults.
type Limits = qc.Limits

// Band holds the limits of a speech rate.
type Band = qc.Band

// Encode writes s with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Limits of a sheet.
const (
	maxRows  = 1048576
	maxUnits = 32767
)

// Encode writes s as a workbook, rows sorted by start. s is not modified.
// Nothing is written when the script does not fit in a sheet; that error is a
// [*script.SegmentError] that wraps [script.ErrTooLarge].
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	if err := report.Enum("layout", e.Layout, Review, "Edit, Voice or Review"); err != nil {
		return err
	}
	if err := report.Enum("paper", e.Paper, Letter, "A4 or Letter"); err != nil {
		return err
	}
	b, err := e.prepare(s)
	if err != nil {
		return err
	}
	if e.Template != nil {
		return b.fill(w)
	}
	if e.Layout != Edit {
		return newPrinted(b).write(w)
	}
	return b.write(w)
}

// DefaultStatuses returns what the Status column offers by default.
func DefaultStatuses() []string {
	return []string{"Draft", "In review", "Approved", "Recorded", "Rejected"}
}

// book is a script made ready for its sheets.
type book struct {
	Encoder
	script   *script.Script // its segments as given
	segments []script.Segment
	measures []qc.Measure
	rows     []int         // places of the segments as given; see row
	optional []table.Field // columns behind the others
	others   []int         // which of the script's other columns stand behind these
	lines    []table.Line  // rows, where there are others than segments; else nil
	places   []int         // of the segments by start among the lines, if there are any
	clock    table.Clock
	unit     qc.Unit
	total    totals
	report   report.Reporter
}

func (e Encoder) prepare(s *script.Script) (*book, error) {
	times, err := table.NewClock(e.Rate, e.Start)
	if err != nil {
		return nil, err
	}
	b := &book{Encoder: e, script: s, segments: order.ByStart(s), report: report.Reporter{Format: "xlsx", To: e.Warn}}
	b.Flags = e.Flags.WithDefaults()
	b.clock = times
	b.Statuses = DefaultStatuses()
	if e.Statuses != nil {
		b.Statuses = make([]string, len(e.Statuses))
		for i, status := range e.Statuses {
			b.Statuses[i], _ = table.Cell(status)
		}
	}
	b.unit = qc.ScriptUnit(s)
	b.optional = table.Used(s.Segments)
	if b.Layout == Edit {
		b.others = table.Others(s.Columns, e.With)
	}
	if err := table.CheckLanguages(s.Language, e.With); err != nil {
		return nil, err
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := b.checkOthers(); err != nil {
		return nil, err
	}
	if err := b.weave(); err != nil {
		return nil, err
	}
	b.measure()
	return b, nil
}

// check refuses what a sheet cannot hold and makes the rest safe.
func (b *book) check() error {
	given := b.segments
	if most := maxRows - headerRow; len(given) > most {
		err := fmt.Errorf("%w: a sheet has room for %d segments, not %d", script.ErrTooLarge, most, len(given))
		return &script.SegmentError{Index: most, ID: given[most].ID, Err: err}
	}
	defer func() { b.report.Number = 0 }()
	for i := range given {
		b.report.Number = i + 1
		if err := fits(&given[i]); err != nil {
			return &script.SegmentError{Index: i, ID: given[i].ID, Err: err}
		}
		clean, err := table.Clean(&given[i], &b.report)
		if err != nil {
			return err
		}
		if clean != given[i] {
			if &b.segments[0] == &given[0] {
				b.segments = append([]script.Segment(nil), given...)
			}
			b.segments[i] = clean
		}
		if err := table.CheckID(&clean, &b.report); err != nil {
			return err
		}
		if b.clock.Wraps(max(clean.Start, clean.End)) {
			err := fmt.Errorf("%w: past 24 hours the timecode begins anew", script.ErrTimeRange)
			if err := b.report.Warn(script.Pos{}, clean.ID, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func fits(seg *script.Segment) error {
	fields := script.TextFields()
	for i := range fields {
		value := fields[i].Value(seg)
		if len(value) <= maxUnits {
			continue
		}
		if n := table.Units(value); n > maxUnits {
			return fmt.Errorf("%w: %s of %d characters: a cell holds %d", script.ErrTooLarge, fields[i].Name, n, maxUnits)
		}
	}
	return nil
}

func (b *book) measure() {
	b.measures = make([]qc.Measure, len(b.segments))
	found := b.found()
	meter := qc.NewMeter(b.script, b.Flags)
	for i := range b.segments {
		seg := b.shown(&b.segments[i])
		m := meter.Next(&seg)
		if found != nil {
			m.Flags = found[i]
		}
		b.measures[i] = m
		b.total.add(m, seg.Status, b.unit)
	}
}
