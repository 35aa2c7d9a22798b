package protools

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// markerLine reads a line of the marker list. Names and comments may have line
// breaks: what does not begin a row goes on with the one above.
func (p *parser) markerLine(line string, at int) error {
	first, _, _ := strings.Cut(line, "\t")
	switch {
	case strings.TrimSpace(first) == "#" && strings.Contains(line, "LOCATION"):
		cols := strings.Split(line, "\t")
		p.columns = len(cols)
		if p.columns >= 6 && p.columns <= maxColumns {
			p.width = min(utf8.RuneCountInString(cols[4]), 256)
			return p.flush(at)
		}
		return p.in.Fail(at, fmt.Errorf("%w: %d columns of markers: want 6 or 8", script.ErrSyntax, p.columns))
	case p.columns == 0:
		if strings.TrimSpace(line) == "" {
			return nil
		}
		return p.in.Fail(at, fmt.Errorf("%w: markers without a line that names their columns", script.ErrSyntax))
	case isNumber(first) && beginsMarker(line):
		err := p.flush(at)
		p.began = at
		return err
	case p.began < 0 && strings.TrimSpace(line) != "":
		return p.in.Fail(at, fmt.Errorf("%w: want number, location, time reference, units, name and comments, with tabs between", script.ErrSyntax))
	}
	return nil
}

// beginsMarker tells the first line of a row from a further line of a comment
// that begins with a number.
func beginsMarker(line string) bool {
	cols := strings.SplitN(line, "\t", 5)
	if len(cols) < 5 || strings.TrimSpace(cols[1]) == "" || strings.TrimSpace(cols[2]) == "" {
		return false
	}
	units := strings.TrimSpace(cols[3])
	return units == "Samples" || units == "Ticks"
}

// marker reads a row, which may have several lines.
func (p *parser) marker(began int, row string) error {
	if p.want == Clips {
		return nil
	}
	cols := strings.SplitN(row, "\t", 5)
	at := began + len(cols[0]) + 1
	it := item{offset: began, first: len(p.markers) == 0}
	var ok bool
	var err error
	if it.from, ok, err = p.moment(cols[1], at); err != nil {
		return err
	}
	if !ok {
		if it.from, err = p.reference(cols, at); err != nil {
			return err
		}
	}
	it.name, it.text = p.texts(cols[4])
	p.markers = append(p.grow(p.markers, began), it)
	return nil
}

// reference takes the time of a marker from its time reference, when its
// location is in bars or feet.
func (p *parser) reference(cols []string, at int) (moment, error) {
	ref := strings.TrimSpace(cols[2])
	if strings.TrimSpace(cols[3]) == "Samples" && isNumber(ref) {
		if since, ok := p.sinceStart(ref); ok {
			return moment{offset: at, since: since}, nil
		}
	}
	return moment{}, p.untimed(cols[1], at)
}

// texts splits the end of a row into name and comment. Tabs in the two stand
// as they are; the name is filled up to the width of its column, which tells
// where it ends.
func (p *parser) texts(s string) (name, comment string) {
	s = p.unfold(s)
	between := p.columns - 6 // columns for tracks
	spare := strings.Count(s, "\t") - between - 1
	end := strings.IndexByte(s, '\t')
	if end < 0 {
		return strings.TrimSpace(s), ""
	}
	for ; spare > 0 && utf8.RuneCountInString(s[:end]) < p.width; spare-- {
		end += 1 + strings.IndexByte(s[end+1:], '\t')
	}
	name, comment = s[:end], s[end+1:]
	for range between {
		_, comment, _ = strings.Cut(comment, "\t")
	}
	return strings.TrimSpace(name), comment
}

// unfold takes the empty columns off the further lines of a comment.
func (p *parser) unfold(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	first := true
	for line := range strings.SplitSeq(s, "\n") {
		if !first {
			b.WriteByte('\n')
			rest := line
			for range p.columns - 1 {
				col, after, found := strings.Cut(rest, "\t")
				if !found || strings.TrimSpace(col) != "" {
					rest = line
					break
				}
				rest = after
			}
			line = rest
		}
		first = false
		b.WriteString(line)
	}
	return b.String()
}
