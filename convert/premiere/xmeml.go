package premiere

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// value is the text of an element, and where it stands.
type value struct {
	text string
	at   int
}

// sequence is what matters of a sequence element.
type sequence struct {
	at                       int
	name, timebase, ntsc     value
	frame, label, dropFormat value
	marks                    []rawMarker
}

// rawMarker is a marker element.
type rawMarker struct {
	at                           int
	name, comment, in, out, kind value
}

// xmlReader walks a document and collects its outermost sequences.
type xmlReader struct {
	in   *markers.Input
	x    *markers.XML
	path []string
	text strings.Builder
	open int // depth of the current sequence, 0 outside of one
	seqs []sequence

	onClips []rawMarker // markers on clips
	clip    int         // depth of the one that is open, 0 outside of one
}

func decodeXML(in *markers.Input) (*script.Script, error) {
	r := &xmlReader{in: in, x: in.XML("xmeml")}
	if err := r.walk(); err != nil {
		return nil, err
	}
	seq, err := r.choose()
	if err != nil {
		return nil, err
	}
	return seq.script(in)
}

func (r *xmlReader) walk() error {
	for {
		t, err := r.x.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			r.start(t.Name.Local)
		case xml.CharData:
			r.text.Write(t)
		case xml.EndElement:
			r.end()
		}
	}
}

func (r *xmlReader) start(name string) {
	r.path = append(r.path, name)
	r.text.Reset()
	switch {
	case name == "sequence" && r.open == 0:
		r.open = len(r.path)
		r.seqs = append(r.seqs, sequence{at: r.x.At})
	case name != "marker":
	case r.open > 0 && len(r.path) == r.open+1:
		seq := &r.seqs[len(r.seqs)-1]
		seq.marks = append(seq.marks, rawMarker{at: r.x.At})
	default:
		r.onClips, r.clip = append(r.onClips, rawMarker{at: r.x.At}), len(r.path)
	}
}

func (r *xmlReader) end() {
	v := value{text: r.text.String(), at: r.x.At}
	r.text.Reset()
	switch {
	case r.clip > 0:
		if len(r.path) == r.clip+1 {
			v.keep(r.onClips[len(r.onClips)-1].field(r.path[r.clip]))
		}
	case r.open > 0:
		r.put(v)
	}
	if len(r.path) == r.clip {
		r.clip = 0
	}
	if len(r.path) == r.open {
		r.open = 0
	}
	r.path = r.path[:len(r.path)-1]
}

// put keeps the text of the element that ends, if it is one of those that
// matter.
func (r *xmlReader) put(v value) {
	seq := &r.seqs[len(r.seqs)-1]
	inner := r.path[r.open:]
	var to *value
	switch len(inner) {
	case 1:
		if inner[0] == "name" {
			to = &seq.name
		}
	case 2:
		switch inner[0] {
		case "rate":
			to = map[string]*value{"timebase": &seq.timebase, "ntsc": &seq.ntsc}[inner[1]]
		case "timecode":
			to = map[string]*value{"frame": &seq.frame, "string": &seq.label, "displayformat": &seq.dropFormat}[inner[1]]
		case "marker":
			to = seq.marks[len(seq.marks)-1].field(inner[1])
		}
	}
	v.keep(to)
}

// keep puts the value where it belongs, which may be nowhere. Some programs
// write an empty comment besides the one that is meant.
func (v value) keep(to *value) {
	if to != nil && (v.text != "" || to.text == "") {
		v.at = max(v.at-len(v.text), 0)
		*to = v
	}
}

// same reports whether two markers say the same of the same frames.
func (m *rawMarker) same(o *rawMarker) bool {
	return m.name.text == o.name.text && m.comment.text == o.comment.text && m.in.text == o.in.text && m.out.text == o.out.text
}

// strays returns the markers on clips that the sequence does not have too, in
// the same order.
func (s *sequence) strays(onClips []rawMarker) (strays []rawMarker) {
	at := 0
	for i := range onClips {
		for next := at; next < len(s.marks) && next < at+2; next++ {
			if s.marks[next].same(&onClips[i]) {
				at = next + 1
				break
			}
		}
		if at == 0 || !s.marks[at-1].same(&onClips[i]) {
			strays = append(strays, onClips[i])
		}
	}
	return strays
}

func (m *rawMarker) field(name string) *value {
	switch name {
	case "name":
		return &m.name
	case "comment":
		return &m.comment
	case "in":
		return &m.in
	case "out":
		return &m.out
	case "pproColor":
		return &m.kind
	}
	return nil
}

// choose returns the first sequence with markers, and warns of those that the
// script cannot hold besides.
func (r *xmlReader) choose() (*sequence, error) {
	var chosen *sequence
	for i := range r.seqs {
		seq := &r.seqs[i]
		switch {
		case len(seq.marks) == 0:
		case chosen == nil:
			chosen = seq
		default:
			err := r.in.Warn(seq.at, "", fmt.Errorf("%w: %d markers of another sequence, %q", script.ErrDropped, len(seq.marks), script.Shorten(seq.name.text)))
			if err != nil {
				return nil, err
			}
		}
	}
	strays := r.onClips
	if chosen != nil {
		strays = chosen.strays(r.onClips)
	}
	if len(strays) > 0 {
		if err := r.in.Warn(strays[0].at, "", fmt.Errorf("%w: %d markers on clips: markers of the sequence are read", script.ErrDropped, len(strays))); err != nil {
			return nil, err
		}
	}
	if chosen != nil {
		return chosen, nil
	}
	return nil, r.in.Fail(0, fmt.Errorf("%w: no sequence has markers", script.ErrNoSegments))
}

func (s *sequence) script(in *markers.Input) (*script.Script, error) {
	rate, err := s.rate(in)
	if err != nil {
		return nil, err
	}
	start, err := s.start(in, in.Rate(rate))
	if err != nil {
		return nil, err
	}
	clock, err := in.Clock(rate, start)
	if err != nil {
		return nil, err
	}
	marks := make([]markers.Mark, len(s.marks))
	colors := markers.NewDiffer("colours")
	for i := range s.marks {
		if marks[i], err = s.marks[i].mark(in, clock, start.Frames()); err != nil {
			return nil, err
		}
		colors.See(s.marks[i].kind.text, s.marks[i].at)
	}
	if err := colors.Warn(in); err != nil {
		return nil, err
	}
	out, err := in.Segments(marks)
	if err == nil {
		out.Title = markers.Title(s.name.text)
	}
	return out, err
}

// rate returns the rate that the sequence states, or the zero value.
func (s *sequence) rate(in *markers.Input) (timecode.Rate, error) {
	base := strings.TrimSpace(s.timebase.text)
	if base == "" {
		return timecode.Rate{}, nil
	}
	name := base
	if strings.EqualFold(strings.TrimSpace(s.ntsc.text), "TRUE") {
		name = base + "000/1001"
	}
	if strings.EqualFold(strings.TrimSpace(s.dropFormat.text), "DF") || strings.Contains(s.label.text, ";") {
		name += "df"
	}
	rate, err := timecode.ParseRate(name)
	if err != nil {
		return rate, in.Fail(s.timebase.at, fmt.Errorf("%w: %w", script.ErrValue, err))
	}
	return rate, nil
}

// start returns the timecode of the sequence's first frame: the frame number
// if there is one, else the label.
func (s *sequence) start(in *markers.Input, rate timecode.Rate) (timecode.Timecode, error) {
	if rate.IsZero() {
		return timecode.Timecode{}, nil
	}
	if text := strings.TrimSpace(s.frame.text); text != "" {
		n, err := frames(in, s.frame)
		if err != nil {
			return timecode.Timecode{}, err
		}
		return timecode.FromFrames(n, rate), nil
	}
	text := strings.TrimSpace(s.label.text)
	if text == "" {
		return timecode.FromFrames(0, rate), nil
	}
	label, err := timecode.ParseLabel(text)
	if err != nil {
		return timecode.Timecode{}, in.Fail(s.label.at, clock.TimeError(err))
	}
	start, err := label.Timecode(rate)
	if err != nil {
		return start, in.Fail(s.label.at, clock.TimeError(err))
	}
	return start, nil
}

// maxFrame is beyond any sequence: a year at 120 frames a second.
const maxFrame = 366 * 24 * 3600 * 120

// frames reads a number of frames; -1 stands for none.
func frames(in *markers.Input, v value) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(v.text), 10, 64)
	if err != nil || n < -1 || n > maxFrame {
		return 0, noFrames(in, v)
	}
	return n, nil
}

func noFrames(in *markers.Input, v value) error {
	return in.Fail(v.at, &script.ValueError{Kind: script.ErrTime, Value: strings.TrimSpace(v.text), Want: "a number of frames"})
}

// mark places a marker in the programme; first is the frame number of the
// sequence's first frame.
func (m *rawMarker) mark(in *markers.Input, clock *markers.Clock, first int64) (markers.Mark, error) {
	mark := markers.Mark{Offset: m.at, Name: m.name.text, Text: m.comment.text}
	if m.in.text == "" {
		return mark, in.Fail(m.at, fmt.Errorf("%w: marker without in", script.ErrMissing))
	}
	from, err := frames(in, m.in)
	if err == nil && from < 0 {
		err = noFrames(in, m.in)
	}
	if err != nil {
		return mark, err
	}
	until := int64(-1)
	if strings.TrimSpace(m.out.text) != "" {
		if until, err = frames(in, m.out); err != nil {
			return mark, err
		}
	}
	if until < 0 {
		until = from // a point
	}
	length := until - from
	if from, err = clock.Place(first+from, m.in.at); err != nil {
		return mark, err
	}
	mark.Start, mark.End = clock.Duration(from), clock.Duration(from+length)
	return mark, nil
}
