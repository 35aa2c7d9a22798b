package avid

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads marker lists. The zero value works.
type Decoder struct {
	Rate     timecode.Rate              // of the sequence; default: that of Start, else the slowest that fits, with a warning
	Start    timecode.Timecode          // of the programme's first frame; default 00:00:00:00
	MaxBytes int64                      // default 1 GiB
	Warn     func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads a marker list with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a marker list. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, MaxBytes: d.MaxBytes, Warn: d.Warn, Counted: d.Counted})
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(in.Src), "<") {
		return decodeXML(in)
	}
	p := parser{in: in, users: markers.NewDiffer("users"), tracks: markers.NewDiffer("tracks"), colors: markers.NewDiffer("colours")}
	if err := p.lines(); err != nil {
		return nil, err
	}
	marks, err := p.marks()
	if err != nil {
		return nil, err
	}
	for _, differ := range []*markers.Differ{p.users, p.tracks, p.colors} {
		if err := differ.Warn(in); err != nil {
			return nil, err
		}
	}
	return in.Segments(marks)
}

type parser struct {
	in                    *markers.Input
	rows                  []row
	users, tracks, colors *markers.Differ
}

// row is a marker before its times are known.
type row struct {
	offset int
	label  markers.Label
	from   int // offset of the comment
	to     int // end of the row
}

// The columns of a row.
const (
	colUser = iota
	colTime
	colTrack
	colColor
	colComment
)

// lines collects the rows. A line with few columns and no timecode goes on
// with the comment above: comments may have line breaks.
func (p *parser) lines() error {
	for at := 0; at < len(p.in.Src); {
		line, next := p.in.Line(at)
		if err := p.line(line, at); err != nil {
			return err
		}
		at = next
	}
	return nil
}

func (p *parser) line(line string, at int) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	cols := strings.SplitN(line, "\t", colComment+1)
	if len(cols) > colTime && markers.IsLabel(strings.TrimSpace(cols[colTime])) {
		return p.row(cols, at)
	}
	switch {
	case len(cols) > colComment && (len(p.rows) > 0 || strings.ContainsAny(cols[colTime], "0123456789")):
		return p.in.Fail(at+len(cols[colUser])+1, &script.ValueError{Kind: script.ErrTime, Value: cols[colTime], Want: "a timecode as HH:MM:SS:FF"})
	case len(p.rows) > 0:
		p.rows[len(p.rows)-1].to = at + len(line)
		return p.in.Warn(at, "", fmt.Errorf("%w: the line goes on with the comment above it", script.ErrAssumed))
	case len(cols) > colComment:
		return p.in.Warn(at, "", fmt.Errorf("%w: the first line as a header", script.ErrDropped))
	}
	return p.in.Fail(at, fmt.Errorf("%w: want user, timecode, track, colour and comment with tabs between", script.ErrSyntax))
}

func (p *parser) row(cols []string, at int) error {
	if len(cols) <= colColor {
		return p.in.Fail(at, fmt.Errorf("%w: %d columns: want at least 5: user, timecode, track, colour, comment", script.ErrSyntax, len(cols)))
	}
	label, err := p.in.Label(strings.TrimSpace(cols[colTime]), at+len(cols[colUser])+1)
	if err != nil {
		return err
	}
	r := row{offset: at, label: label}
	for _, col := range cols {
		r.to += len(col) + 1
	}
	r.to += at - 1
	r.from = r.to
	if len(cols) > colComment {
		r.from -= len(cols[colComment])
	}
	p.users.See(cols[colUser], at)
	p.tracks.See(cols[colTrack], at)
	p.colors.See(strings.ToLower(cols[colColor]), at)
	p.rows = append(p.rows, r)
	return nil
}

func (p *parser) marks() ([]markers.Mark, error) {
	clock, err := p.in.Clock(timecode.Rate{}, timecode.Timecode{})
	if err != nil {
		return nil, err
	}
	marks := make([]markers.Mark, len(p.rows))
	for i := range p.rows {
		r := &p.rows[i]
		from, err := clock.Frames(r.label)
		if err != nil {
			return nil, err
		}
		comment, length := splitLength(p.in.Src[r.from:r.to])
		if length <= 1 {
			length = 0 // a point
		}
		marks[i] = markers.Mark{Offset: r.offset, Start: clock.Duration(from), End: clock.Duration(from + length), Text: comment}
	}
	return marks, nil
}

// maxLength is far beyond any programme: ten days at 120 frames a second.
const maxLength = 10 * 24 * 3600 * 120

// splitLength takes the columns behind the comment off: nothing, the length,
// or the length, an empty column and the colour. It goes from the right,
// because a comment may have tabs.
func splitLength(rest string) (comment string, length int64) {
	rest = strings.TrimRight(rest, " ")
	left := rest
	for behind := range 3 {
		i := strings.LastIndexByte(left, '\t')
		if i < 0 {
			break
		}
		col := strings.TrimSpace(left[i+1:])
		n, err := strconv.ParseInt(col, 10, 64)
		if err == nil && n >= 0 && n <= maxLength {
			return left[:i], n
		}
		if behind == 1 && col != "" {
			break
		}
		left = left[:i]
	}
	return rest, 0
}
