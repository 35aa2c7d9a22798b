package premiere

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// row is a row of the CSV before its times are known.
type row struct {
	offset      int
	name, text  string
	from, until markers.Label
}

func decodeCSV(in *markers.Input) (*script.Script, error) {
	rows, kinds, err := readRows(in)
	if err != nil {
		return nil, err
	}
	clock, err := in.Clock(timecode.Rate{}, timecode.Timecode{})
	if err != nil {
		return nil, err
	}
	marks := make([]markers.Mark, len(rows))
	for i := range rows {
		r := &rows[i]
		from, err := clock.Frames(r.from)
		if err != nil {
			return nil, err
		}
		until, err := clock.Frames(r.until)
		if err != nil {
			return nil, err
		}
		marks[i] = markers.Mark{Offset: r.offset, Start: clock.Duration(from), End: clock.Duration(until), Name: r.name, Text: r.text}
	}
	if err := kinds.Warn(in); err != nil {
		return nil, err
	}
	return in.Segments(marks)
}

// readRows finds the rows by their timecodes, because the line breaks of
// descriptions stand in them as they are.
func readRows(in *markers.Input) (rows []row, kinds *markers.Differ, err error) {
	kinds = markers.NewDiffer("types")
	began := -1 // where a row began that has no timecodes yet
	header := true
	for at := 0; at < len(in.Src); {
		line, next := in.Line(at)
		times, ok := findTimes(line)
		switch {
		case ok:
			if began < 0 {
				began = at
			}
			r, err := readRow(in, began, at, times)
			if err != nil {
				return nil, nil, err
			}
			rows = append(rows, r)
			kinds.See(times.kind, began)
			began = -1
		case header && strings.Count(line, "\t") >= 4:
			// Names of columns, in the user's language.
		case began < 0 && strings.TrimSpace(line) != "":
			began = at
		}
		header = header && strings.TrimSpace(line) == ""
		at = next
	}
	if began >= 0 {
		return nil, nil, in.Fail(began, fmt.Errorf("%w: want name, description, in, out, duration and type with tabs between; times as timecodes", script.ErrSyntax))
	}
	return rows, kinds, nil
}

// times is what a line has behind its texts.
type times struct {
	before      int // where the texts end, within the line
	in, out     string
	inAt, outAt int
	kind        string
}

// findTimes looks, from the right, for the columns in, out and perhaps
// duration; at most the type and an empty column follow them.
func findTimes(line string) (t times, ok bool) {
	var labels [3]column // from the right
	n, others := 0, 0
	for end := len(line); end >= 0 && n < len(labels); {
		c := column{at: strings.LastIndexByte(line[:end], '\t') + 1}
		c.text = strings.TrimSpace(line[c.at:end])
		switch {
		case markers.IsLabel(c.text):
			labels[n] = c
			n++
		case n > 0 || others == 3:
			end = 0
		default:
			if others++; t.kind == "" {
				t.kind = c.text
			}
		}
		end = min(end, c.at) - 1
	}
	if n < 2 {
		return t, false
	}
	in, out := labels[n-1], labels[n-2]
	t.in, t.inAt, t.out, t.outAt, t.before = in.text, in.at, out.text, out.at, max(in.at-1, 0)
	return t, true
}

type column struct {
	at   int // within the line
	text string
}

// readRow reads the row that began at one offset and has its timecodes in the
// line at another.
func readRow(in *markers.Input, began, line int, t times) (r row, err error) {
	r.offset = began
	r.name, r.text, _ = strings.Cut(in.Src[began:line+t.before], "\t")
	if r.from, err = in.Label(t.in, line+t.inAt); err != nil {
		return r, err
	}
	r.until, err = in.Label(t.out, line+t.outAt)
	return r, err
}
