package avid

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// The document that Media Composer exports markers as: a list of attribute
// lists, each of which is a marker.
const (
	rootElement = "StreamItems"
	dtd         = "AvidSettingsFile.dtd"
	attName     = "OMFI:ATTB:Name"
	attText     = "OMFI:ATTB:StringAttribute"
	attNumber   = "OMFI:ATTB:IntAttribute"
)

// xmlMarker is a marker before its times are known.
type xmlMarker struct {
	at, timeAt                        int
	user, time, track, color, comment string
	length                            string
}

// xmlReader collects the markers of a document.
type xmlReader struct {
	in    *markers.Input
	x     *markers.XML
	marks []xmlMarker

	text        strings.Builder
	textAt      int
	prop        string // the property that is open
	name, value string // of the attribute that is open
	valueAt     int
}

func decodeXML(in *markers.Input) (*script.Script, error) {
	r := &xmlReader{in: in, x: in.XML(rootElement)}
	r.x.DTD = dtd
	if err := r.walk(); err != nil {
		return nil, err
	}
	marks, err := r.place()
	if err != nil {
		return nil, err
	}
	return in.Segments(marks)
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
			r.start(t)
		case xml.CharData:
			r.text.Write(t)
		case xml.EndElement:
			r.end(t.Name.Local)
		}
	}
}

func (r *xmlReader) start(t xml.StartElement) {
	r.text.Reset()
	r.textAt = r.x.Offset()
	switch t.Name.Local {
	case "AvClass":
		r.marks = append(r.marks, xmlMarker{at: r.x.At})
	case "ListElem":
		r.name, r.value = "", ""
	case "AvProp":
		r.prop = markers.Attr(t, "name")
	}
}

func (r *xmlReader) end(name string) {
	switch name {
	case "AvProp":
		switch r.prop {
		case attName:
			r.name = strings.TrimSpace(r.text.String())
		case attText, attNumber:
			r.value, r.valueAt = r.text.String(), r.textAt
		}
	case "ListElem":
		if len(r.marks) > 0 {
			r.marks[len(r.marks)-1].set(r.name, r.value, r.valueAt)
		}
		r.name, r.value = "", ""
	}
}

// set keeps an attribute that matters.
func (m *xmlMarker) set(name, value string, at int) {
	switch strings.ToUpper(name) {
	case "_ATN_CRM_USER":
		m.user = value
	case "_ATN_CRM_TC":
		m.time, m.timeAt = strings.TrimSpace(value), at
	case "_ATN_CRM_TRK":
		m.track = value
	case "_ATN_CRM_COLOR":
		m.color = strings.ToLower(value)
	case "_ATN_CRM_COM":
		m.comment = value
	case "_ATN_CRM_LENGTH":
		m.length = strings.TrimSpace(value)
	}
}

// place finds the times of all markers. A time is a timecode, or the number of
// the frame in the sequence.
func (r *xmlReader) place() ([]markers.Mark, error) {
	labels := make([]markers.Label, len(r.marks))
	for i := range r.marks {
		m := &r.marks[i]
		if !markers.IsLabel(m.time) {
			continue
		}
		var err error
		if labels[i], err = r.in.Label(m.time, m.timeAt); err != nil {
			return nil, err
		}
	}
	clock, err := r.in.Clock(timecode.Rate{}, timecode.Timecode{})
	if err != nil {
		return nil, err
	}
	users, tracks, colors := markers.NewDiffer("users"), markers.NewDiffer("tracks"), markers.NewDiffer("colours")
	marks := make([]markers.Mark, len(r.marks))
	for i := range r.marks {
		m := &r.marks[i]
		from, err := r.from(m, clock, labels[i])
		if err != nil {
			return nil, err
		}
		length, err := strconv.ParseInt(m.length, 10, 64)
		if err != nil || length <= 1 || length > maxLength {
			length = 0 // a point
		}
		marks[i] = markers.Mark{Offset: m.at, Start: clock.Duration(from), End: clock.Duration(from + length), Text: m.comment}
		users.See(m.user, m.at)
		tracks.See(m.track, m.at)
		colors.See(m.color, m.at)
	}
	for _, differ := range []*markers.Differ{users, tracks, colors} {
		if err := differ.Warn(r.in); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// from returns the frame of a marker, counted from the programme's first.
func (r *xmlReader) from(m *xmlMarker, clock *markers.Clock, label markers.Label) (int64, error) {
	if m.time == "" {
		return 0, r.in.Fail(m.at, fmt.Errorf("%w: a marker without _ATN_CRM_TC", script.ErrMissing))
	}
	if markers.IsLabel(m.time) {
		return clock.Frames(label)
	}
	n, err := strconv.ParseInt(m.time, 10, 64)
	if err != nil || n < 0 || n > maxLength {
		return 0, r.in.Fail(m.timeAt, &script.ValueError{Kind: script.ErrTime, Value: m.time, Want: "a timecode as HH:MM:SS:FF, or a number of frames"})
	}
	return n, nil
}
