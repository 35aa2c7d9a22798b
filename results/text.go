package results

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
)

// describe reads the descriptions of a job that is done.
func (r *reader) describe(job *Job, a *answer) (*Job, error) {
	s, format, err := r.descriptions(a)
	if err != nil {
		return job, err
	}
	if s == nil {
		return job, ErrNoDescriptions
	}
	if job.ID != "" || job.MediaID != "" {
		s.Source = script.Source{JobID: job.ID, MediaID: job.MediaID}
	}
	if err := r.about(s, a); err != nil {
		return job, err
	}
	if err := r.unexpected(a); err != nil {
		return job, err
	}
	if !r.Unsorted {
		s.Sort()
	}
	job.Script, job.Format = s, format
	return job, nil
}

// unexpected warns of an error beside descriptions.
func (r *reader) unexpected(a *answer) error {
	m := members{reader: r, path: a.path}
	at, text := a.errorText.at, ""
	if a.errorText.kind == '"' {
		text = m.prose("error", a.errorText)
	}
	if a.failure != nil {
		m.path = a.failure.path
		at, text = a.failure.at, joinParts(m.first(a.failure, "code", "error_code", "error"), m.prose("message", a.failure.message))
	}
	if m.err != nil || text == "" {
		return m.err
	}
	return r.warn(at, join(a.path, "error"), "", fmt.Errorf("%w: the error %q beside the descriptions", script.ErrDropped, show(text)))
}

// about sets what is known of the script as a whole: what the object nearest
// to the descriptions says, and what they say themselves where none does.
func (r *reader) about(s *script.Script, a *answer) error {
	if a == nil {
		return nil
	}
	m := members{reader: r, path: a.path}
	if title := m.name("title", a.title); title != "" {
		s.Title = title
	}
	if language := m.name("language", a.language); language != "" {
		s.Language = language
	}
	t, err := script.ParseType(m.name("ad_type", a.adType))
	if err != nil {
		m.remark("ad_type", a.adType, err)
	} else if t != script.Unspecified {
		s.Type = t
	}
	if m.err != nil {
		return m.err
	}
	if err := r.about(s, a.output); err != nil {
		return err
	}
	return r.about(s, a.contentObject)
}

// member is one member of the answer that may hold descriptions.
type member struct {
	path   string
	list   *list
	object *answer
	text   value
	format string // what the answer says a text is, "" when it does not
}

// want says what may stand where the source is.
func (s member) want() string {
	if s.path == "output" {
		return "an object, an array or a string"
	}
	return "a string"
}

// sources lists what there is, the most exact first.
func (r *reader) sources(a *answer) []member {
	var all []member
	add := func(s member) {
		if s.list != nil && s.list.found || s.object != nil || s.text.present() {
			all = append(all, s)
		}
	}
	format := ""
	if a.format.kind == '"' {
		format, _ = r.text(a.format)
	}
	add(member{list: &a.array})
	add(member{object: a.output})
	add(member{list: &a.segments})
	add(member{list: &a.contentList})
	add(member{list: &a.items})
	add(member{object: a.contentObject})
	add(member{path: join(a.path, "content"), text: a.content, format: format})
	add(member{path: join(a.path, "vtt"), text: a.vtt, format: "vtt"})
	add(member{path: join(a.path, "srt"), text: a.srt, format: "srt"})
	add(member{path: join(a.path, "edl"), text: a.edl, format: "edl"})
	path := ""
	if a.hasOut {
		path = "output"
	}
	add(member{path: path, text: a.body, format: format})
	return all
}

// descriptions reads the first source that holds any. A list without segments
// gives way to another source, and is the script when there is none. Without
// any source s is nil.
func (r *reader) descriptions(a *answer) (s *script.Script, format string, err error) {
	for _, src := range r.sources(a) {
		got, f, err := r.read(src)
		switch {
		case err != nil:
			return nil, "", err
		case got == nil:
		case len(got.Segments) > 0:
			return got, f, nil
		case s == nil:
			s, format = got, f
		}
	}
	return s, format, nil
}

func (r *reader) read(src member) (*script.Script, string, error) {
	switch {
	case src.list != nil:
		return r.listed(src.list)
	case src.object != nil:
		return r.descriptions(src.object)
	case src.text.kind != '"':
		return nil, "", r.fail(src.text.at, src.path, &script.ValueError{Kind: script.ErrValue, Value: show(src.text.raw), Want: src.want()})
	}
	text, odd := r.text(src.text)
	if odd != nil {
		if err := r.warn(src.text.at, src.path, "", odd); err != nil {
			return nil, "", err
		}
	}
	if strings.TrimSpace(text) == "" {
		return nil, "", nil
	}
	format, err := r.chooseFormat(src, text)
	if err != nil {
		return nil, "", err
	}
	s, err := r.decodeText(src, format, text)
	if stopped := r.report.Err(); stopped != nil {
		return nil, "", stopped
	}
	if err != nil {
		err = scrub(&script.ParseError{Format: r.report.Format, Pos: script.Pos{Path: src.path}, Err: err})
	}
	return s, format, err
}

func (r *reader) listed(l *list) (*script.Script, string, error) {
	err := l.err
	if err == nil && len(l.segments) == 0 {
		err = r.warn(l.at, l.path, "", script.ErrNoSegments)
	}
	return &script.Script{Segments: l.segments}, jsonFormat, err
}

// chooseFormat decides what format a text is read as: what it looks like when
// that is certain, else what the answer says.
func (r *reader) chooseFormat(src member, text string) (string, error) {
	said, seen := formatName(src.format), detectFormat(text)
	at := src.text.at
	switch {
	case isURL(text):
		return "", r.fail(at, src.path, fmt.Errorf("%w: a URL: want the descriptions themselves", script.ErrValue))
	case seen == "" && said == "" && src.format == "":
		return "", r.fail(at, src.path, fmt.Errorf("%w: neither WebVTT, SRT, EDL nor JSON", script.ErrSyntax))
	case seen == "" && said == "":
		return "", r.fail(at, src.path, &script.ValueError{Kind: script.ErrValue, Field: "format", Value: show(src.format), Want: "json, vtt, srt or edl"})
	case seen == "":
		return said, nil
	case src.format != "" && said != seen:
		err := fmt.Errorf("%w: %s, which the content is; the format given is %q", script.ErrAssumed, seen, show(src.format))
		return seen, r.warn(at, src.path, "", err)
	}
	return seen, nil
}

func isURL(text string) bool {
	text = strings.TrimSpace(text)
	scheme, _, ok := strings.Cut(text, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) && !strings.ContainsAny(text, " \n")
}

// maxNested is how many JSON texts may be in strings of one another, and how
// many objects of an answer within one another.
const maxNested = 4

var errNested = fmt.Errorf("%w: JSON in strings in JSON, more than %d deep", script.ErrTooLarge, maxNested)

func (r *reader) decodeText(src member, format, text string) (*script.Script, error) {
	warn := r.inner(src.path)
	in := strings.NewReader(text)
	switch format {
	case "vtt":
		return vtt.Decoder{Unsorted: r.Unsorted, Warn: warn}.Decode(in)
	case "srt":
		return srt.Decoder{Unsorted: r.Unsorted, Warn: warn}.Decode(in)
	case "edl":
		return edl.Decoder{Unsorted: r.Unsorted, Rate: r.Rate, Start: r.Start, Warn: warn, Counted: r.Counted}.Decode(in)
	}
	if r.nested == maxNested {
		return nil, errNested
	}
	d := r.Decoder
	d.Warn = warn
	sub := newReader(d, jsonFormat, text)
	sub.nested = r.nested + 1
	job, err := sub.job()
	if err != nil {
		if errors.Is(err, ErrNoDescriptions) {
			err = script.ErrNoSegments
		}
		return nil, err
	}
	return job.Script, nil
}

// inner passes the warnings about a text on, with the text's path.
func (r *reader) inner(path string) func(script.Warning) error {
	if r.Warn == nil {
		return nil
	}
	return func(w script.Warning) error {
		w.Err = scrub(&script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err})
		w.Format, w.Pos, w.SegmentID = r.report.Format, script.Pos{Path: path}, redact(w.SegmentID)
		return r.report.Pass(w)
	}
}
