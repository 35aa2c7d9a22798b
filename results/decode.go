package results

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads answers. The zero value works.
type Decoder struct {
	// MaxBytes is the largest input taken, in bytes. Below 1 means 1 GiB.
	// More is an error that wraps [script.ErrTooLarge].
	MaxBytes int64

	// Rate is the frame rate of descriptions that come as EDL. Unset, it is
	// guessed from the list, with a warning when that matters.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame in descriptions
	// that come as EDL. Unset, it is 00:00:00:00.
	Start timecode.Timecode

	// Counted is told the rate at which descriptions that come as EDL are read,
	// with the way in which their labels are counted. Nil is not told.
	Counted func(timecode.Rate)

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// Warn is told of all that was dropped, changed or guessed. Nil drops the
	// warnings.
	Warn func(script.Warning) error
}

// Decode reads an answer with the zero [Decoder].
func Decode(r io.Reader) (*Job, error) { return Decoder{}.Decode(r) }

// Decode reads one answer, all of r. Segments are sorted by start, stably; a
// segment without id has none. Times are
// read from their digits, to the nearest nanosecond. Segments without length,
// reversed ones and empty descriptions are kept, with a warning. Keys the API
// does not document are ignored; of a key given twice the last one counts,
// with a warning.
//
// With an error that tells of the job, rather than of malformed input, the Job
// is not nil; the package comment lists the errors.
func (d Decoder) Decode(r io.Reader) (*Job, error) {
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(answerFormat, err)
	}
	return newReader(d, answerFormat, src).job()
}

const (
	answerFormat = "results"
	jsonFormat   = "json"
)

// reader reads one JSON text.
type reader struct {
	scanner
	Decoder
	report  report.Reporter
	quiet   bool // nobody hears warnings
	invalid bool // src holds bytes that are no UTF-8
	broken  bool // src was UTF-16 with lone surrogates
	nested  int  // how many texts this one is in
	where   *source.Locator
	arena   strings.Builder // holds texts that had escapes
}

func newReader(d Decoder, format, src string) *reader {
	text, encoding, ok := charset.Decode(src)
	r := &reader{
		Decoder: d,
		scanner: scanner{src: text},
		report:  report.Reporter{Format: format, To: d.Warn},
		quiet:   d.Warn == nil,
		invalid: encoding == charset.Unknown,
		broken:  encoding != charset.Unknown && !ok,
		where:   source.NewLocator(text),
	}
	return r
}

// at returns a position.
func (r *reader) at(offset int, path string) script.Pos {
	pos := r.where.Pos(offset)
	pos.Path = path
	return pos
}

func (r *reader) fail(offset int, path string, err error) error {
	if stopped := r.report.Err(); stopped != nil {
		return stopped
	}
	return scrub(r.report.Fail(r.at(offset, path), err))
}

// warn reports err. Callers keep to offsets that do not decrease, as far as
// they are many.
func (r *reader) warn(offset int, path, id string, err error) error {
	if r.quiet {
		return nil
	}
	return r.report.Warn(r.at(offset, path), redact(id), scrub(err))
}

// text returns what a string value stands for.
func (r *reader) text(v value) (text string, odd error) {
	raw := v.raw
	if r.invalid {
		if raw = strings.ToValidUTF8(raw, "\uFFFD"); raw != v.raw {
			odd = errInvalidBytes
		}
	}
	if !v.escaped {
		return raw, odd
	}
	if r.arena.Cap()-r.arena.Len() < len(raw) {
		r.arena = strings.Builder{}
		r.arena.Grow(max(min(arenaSize, len(r.src)), len(raw)))
	}
	from := r.arena.Len()
	if unescape(&r.arena, raw) > 0 {
		odd = errLoneSurrogate
	}
	return r.arena.String()[from:], odd
}

const arenaSize = 64 << 10

var (
	errInvalidBytes  = fmt.Errorf("%w: bytes that are no UTF-8 replaced by U+FFFD", script.ErrText)
	errLoneSurrogate = fmt.Errorf("%w: half a surrogate pair replaced by U+FFFD", script.ErrText)
)

// job reads the whole text.
func (r *reader) job() (*Job, error) {
	if r.broken {
		if err := r.warn(0, "", "", fmt.Errorf("%w: broken UTF-16, read with U+FFFD", script.ErrEncoding)); err != nil {
			return nil, err
		}
	}
	a, err := r.top()
	if err == nil && r.peek() != 0 || err == nil && r.pos < len(r.src) {
		err = errSyntax
	}
	if err != nil {
		return nil, r.located(err)
	}
	return r.finish(a)
}

// top reads the one value of the text.
func (r *reader) top() (*answer, error) {
	switch c := r.peek(); {
	case c == '{':
		return r.answer("", envelope, 0)
	case c == '[':
		a := &answer{}
		return a, r.list(&a.segments, "")
	case c == 0 && r.pos == len(r.src):
		return nil, r.fail(r.pos, "", script.ErrEmpty)
	case c == '<':
		return nil, r.fail(r.pos, "", fmt.Errorf("%w: HTML or XML, want a JSON answer", script.ErrSyntax))
	}
	v, err := r.value()
	if err != nil {
		return nil, err
	}
	if v.kind == '"' {
		return &answer{body: v}, nil
	}
	return nil, r.fail(v.at, "", &script.ValueError{Kind: script.ErrValue, Value: v.raw, Want: wantAnswer})
}

const wantAnswer = "an answer of get_results, its output, or an array of segments"

// located gives what a scanner met its position and reason.
func (r *reader) located(err error) error {
	switch {
	case errors.Is(err, errSyntax):
		offset, path, why := explain(r.src)
		if format := detectFormat(r.src); format != "" && format != jsonFormat {
			why = fmt.Errorf("%w: this is %s, want a JSON answer", script.ErrSyntax, format)
		}
		return r.fail(offset, path, why)
	case errors.Is(err, errDepth):
		return r.fail(r.pos-1, "", fmt.Errorf("%w: values nested deeper than %d", script.ErrTooLarge, maxDepth))
	}
	return err
}
