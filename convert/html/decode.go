package html

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// Decoder reads review pages, as they were written or saved from a browser.
// Its zero value works.
type Decoder struct {
	// MaxBytes limits the input; below 1 means 1 GiB.
	MaxBytes int64

	// Unsorted leaves segments in the order of the page. By default they are
	// sorted by start.
	Unsorted bool

	// Written is told what the page remembers of the script it was written
	// from. Nil is not told.
	Written func(script.Written)

	// By is told the name that the reviewer gave; "" is nobody. Nil is not
	// told.
	By func(name string)

	// Warn is told what was dropped, changed or guessed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Decode reads a page with the zero [Decoder].
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a page. Segments that the reviewer added have no id; see
// [script.Script.NumberIDs]. A page that is cut off, is another one, or was changed by
// hand so that its data is broken is a [*script.ParseError] with the place.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	rep := &report.Reporter{Format: "html", To: d.Warn}
	raw, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(rep.Format, err)
	}
	text, _, ok := charset.Decode(raw)
	p := &parser{text: text, rep: rep, locate: source.NewLocator(text)}
	if !ok {
		return nil, rep.Fail(script.Pos{}, fmt.Errorf("%w: want UTF-8", script.ErrEncoding))
	}
	data, err := p.data()
	if err != nil {
		return nil, err
	}
	s, err := p.script(data)
	if err != nil {
		return nil, err
	}
	if !d.Unsorted {
		s.Sort()
	}
	if d.Written != nil {
		d.Written(written(data))
	}
	if d.By != nil {
		d.By(data.By)
	}
	return s, nil
}

type parser struct {
	text   string
	rep    *report.Reporter
	locate *source.Locator
}

func (p *parser) fail(at int, err error) error { return p.rep.Fail(p.locate.Pos(at), err) }

var dataTag = regexp.MustCompile(`(?i)<script\b[^>]*\bid=["']?vsconvert-data["'\s>]`)

// data finds the page's data and reads it.
func (p *parser) data() (*pageData, error) {
	if strings.TrimSpace(p.text) == "" {
		return nil, p.rep.Fail(script.Pos{}, script.ErrEmpty)
	}
	tag := dataTag.FindStringIndex(p.text)
	if tag == nil {
		return nil, p.fail(0, fmt.Errorf("%w: no review page of vsconvert: it has no data element", script.ErrSyntax))
	}
	from := tag[1]
	if p.text[from-1] != '>' {
		n := strings.IndexByte(p.text[from:], '>')
		if n < 0 {
			return nil, p.cutOff()
		}
		from += n + 1
	}
	n := strings.Index(strings.ToLower(p.text[from:]), "</script")
	if n < 0 {
		return nil, p.cutOff()
	}
	return p.parse(from, p.text[from:from+n])
}

func (p *parser) cutOff() error {
	return p.fail(len(p.text), fmt.Errorf("%w: the page is cut off within its data", script.ErrSyntax))
}

func (p *parser) parse(at int, text string) (*pageData, error) {
	var data pageData
	err := json.Unmarshal([]byte(text), &data)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return nil, p.fail(at+max(int(syntax.Offset)-1, 0), fmt.Errorf("%w: the page's data is broken: %w", script.ErrSyntax, err))
	case errors.As(err, &kind):
		return nil, p.fail(at+int(kind.Offset), &script.ValueError{Kind: script.ErrValue, Field: kind.Field, Value: kind.Value, Want: "what the page wrote"})
	case err != nil:
		return nil, p.fail(at, fmt.Errorf("the page's data: %w", err))
	case data.Version != version:
		return nil, p.fail(at, &script.ValueError{Kind: script.ErrValue, Field: "version", Value: strconv.Itoa(data.Version), Want: "1: the page is of a later vsconvert"})
	}
	return &data, nil
}

func (p *parser) script(data *pageData) (*script.Script, error) {
	s := &script.Script{
		Title: data.Script.Title, Language: data.Script.Language,
		Source:   script.Source{JobID: data.Script.JobID, MediaID: data.Script.MediaID},
		Segments: make([]script.Segment, len(data.Script.Segments)),
	}
	var err error
	if s.Type, err = script.ParseType(data.Script.Type); err != nil {
		if err := p.rep.Warn(script.Pos{Path: "script.ad_type"}, "", fmt.Errorf("%w: %w", script.ErrDropped, err)); err != nil {
			return nil, err
		}
	}
	for i := range s.Segments {
		s.Segments[i] = data.Script.Segments[i].Segment
		if err := p.judge(i, &s.Segments[i]); err != nil {
			return nil, err
		}
	}
	if len(s.Segments) == 0 {
		if err := p.rep.Warn(script.Pos{}, "", script.ErrNoSegments); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// judge warns of a segment that no format could hold.
func (p *parser) judge(i int, seg *script.Segment) error {
	pos := script.Pos{Path: fmt.Sprintf("script.segments[%d]", i)}
	if strings.TrimSpace(seg.Text) == "" {
		if err := p.rep.Warn(pos, seg.ID, script.ErrNoText); err != nil {
			return err
		}
	}
	if err := script.CheckOrder(seg.Start, seg.End); err != nil && !(seg.Extended && seg.Start == seg.End) {
		return p.rep.Warn(pos, seg.ID, err)
	}
	return nil
}

// written returns what the page remembers of the script it was written from.
func written(data *pageData) script.Written {
	w := script.Written{IDs: data.IDs, Head: true, Title: data.Script.Title, Language: data.Script.Language}
	for i := range data.Script.Segments {
		if print := data.Script.Segments[i].Print; print != "" {
			w.Rows = append(w.Rows, print)
		}
	}
	for i := range data.Deleted {
		if print := data.Deleted[i].Print; print != "" {
			w.Rows = append(w.Rows, print)
		}
	}
	return w
}
