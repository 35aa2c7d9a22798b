package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/expand"
	"github.com/vsconvert/vsconvert/internal/sniff"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// read reads the script in the file called name, and tells the format it found.
func (c *converter) read(name string, m *messages) (*script.Script, convert.Format, error) {
	s, format, err := c.readAsIs(name, m)
	if err == nil {
		s.NumberIDs()
	}
	return s, format, err
}

// readAsIs reads as read does, and leaves ids blank that the file does not give.
func (c *converter) readAsIs(name string, m *messages) (*script.Script, convert.Format, error) {
	return c.readWith(name, m, func(w script.Warning) error { m.read(display(name), w); return nil })
}

// readWith reads as read does, and gives warnings to warn.
func (c *converter) readWith(name string, m *messages, warn func(script.Warning) error) (*script.Script, convert.Format, error) {
	r, closeInput, err := openInput(name, c.streams.in)
	if err != nil {
		return nil, convert.Format{}, err
	}
	defer closeInput()
	got, err := c.decode(name, r, m, warn)
	return got.script, got.format, err
}

// decoded is what was read.
type decoded struct {
	script *script.Script
	format convert.Format
	job    *results.Job // the answer's envelope; nil for other files
}

// decode reads the script that r holds, the content of the file called name.
func (c *converter) decode(name string, r io.Reader, m *messages, warn func(script.Warning) error) (got decoded, err error) {
	in, err := c.detect(r, name)
	got.format = in.format
	if err != nil {
		return got, in.explain(err)
	}
	o := c.options
	sameIDs := false // told by the reader
	losses := losses{warn: func(w script.Warning) error {
		sameIDs = sameIDs || errors.Is(w.Err, script.ErrDuplicateID)
		return warn(w)
	}}
	o.Warn = losses.hold
	o.Job = func(j *results.Job) {
		got.job = j
		m.media(display(name), j, c.flags.urls)
	}
	o.Counted = m.count
	got.script, err = convert.Decode(in.r, in.format, &o)
	if err == nil && !c.flags.staysInPlace(got.script) {
		err = losses.tell()
	}
	if got.script, err = c.heed(got.script, got.job, err, warn); err == nil && !sameIDs {
		err = warnOfSameIDs(got.script, warn)
	}
	return got, in.explain(err)
}

// heed returns what was read, or an error where no descriptions are there: that
// is never done, unless it is allowed.
func (c *converter) heed(s *script.Script, job *results.Job, err error, warn func(script.Warning) error) (*script.Script, error) {
	if err == nil && job != nil && job.Status != "" && len(s.Segments) == 0 {
		err = results.ErrNoDescriptions
	}
	none := errors.Is(err, results.ErrNoDescriptions) || errors.Is(err, script.ErrNoSegments)
	if !none || !c.flags.allowEmpty {
		return s, err
	}
	if s == nil {
		s = &script.Script{}
	}
	w := script.Warning{Index: -1, Err: err}
	if errors.Is(err, results.ErrNoDescriptions) {
		w.Err = fmt.Errorf("%w: the job has none", script.ErrNoSegments)
	}
	var parse *script.ParseError
	if errors.As(err, &parse) {
		w.Format, w.Pos, w.Err = parse.Format, parse.Pos, parse.Err
	}
	return s, warn(w)
}

// warnOfSameIDs warns of each segment that has the id of one before it.
func warnOfSameIDs(s *script.Script, warn func(script.Warning) error) error {
	if ordinals(s) {
		return nil
	}
	first := map[string]int{}
	for i := range s.Segments {
		id := s.Segments[i].ID
		if id == "" {
			continue
		}
		at, again := first[id]
		if !again {
			first[id] = i
			continue
		}
		w := script.Warning{Index: i, SegmentID: id, Err: fmt.Errorf("%w of segment %d", script.ErrDuplicateID, at+1)}
		if err := warn(w); err != nil {
			return err
		}
	}
	return nil
}

// ordinals reports whether ids are what readers give segments without.
func ordinals(s *script.Script) bool {
	for i := range s.Segments {
		if s.Segments[i].ID != strconv.Itoa(i+1) {
			return false
		}
	}
	return true
}

// openInput opens a file or standard input, and expands what is compressed.
func openInput(name string, stdin io.Reader) (io.Reader, func() error, error) {
	if name == stdio {
		r, err := expand.Reader(stdin)
		return r, func() error { return nil }, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	return expandFile(file)
}

// expandFile returns what an open file holds.
func expandFile(file *os.File) (io.Reader, func() error, error) {
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		file.Close()
		return nil, nil, usagef("-r converts the files in it", "is a directory")
	}
	r, err := expand.Reader(file)
	if err != nil {
		file.Close()
	}
	return r, file.Close, err
}

// smallFile is up to how many bytes a file is read at once.
const smallFile = 1 << 20

// openSmall is openInput for a file that is likely to be small: read at once,
// each of many costs few calls of the system.
func openSmall(name string) (r io.Reader, closeInput func() error, err error) {
	file, err := outfile.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > smallFile {
		return expandFile(file)
	}
	defer file.Close()
	data := make([]byte, info.Size())
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) { // which a file that was cut meanwhile ends with
		return nil, nil, err
	}
	// Nothing else refers to data, so that it can be the string, which readers
	// take as it is.
	r, err = expand.Reader(strings.NewReader(unsafe.String(unsafe.SliceData(data), n)))
	return r, func() error { return nil }, err
}

// detected is an input whose format was found out.
type detected struct {
	r       io.Reader // the whole of it
	format  convert.Format
	content convert.Format // what the content alone looks like, if that can be told
	page    bool           // it looks like a web page
	asked   bool           // the format is what was asked for
}

// detect finds out the format of an input.
func (c *converter) detect(r io.Reader, name string) (in detected, err error) {
	if c.from.Name != "" {
		return detected{r: r, format: c.from, asked: true}, nil
	}
	var head []byte
	if in.r, head, err = peek(r, name); err != nil {
		return in, err
	}
	in.page = isForeignPage(head)
	in.format, err = convert.Detect(name, head)
	if errors.Is(err, script.ErrValue) {
		err = &unknownFormatError{err}
	}
	if err == nil {
		in.content, _ = convert.Detect("", head)
	}
	return in, err
}

// peek returns the first bytes of an input, and a reader of the whole.
func peek(r io.Reader, name string) (whole io.Reader, head []byte, err error) {
	if file, ok := r.(*os.File); ok && isRegular(name) && name != stdio {
		head = make([]byte, convert.HeadSize)
		n, err := file.ReadAt(head, 0)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		return r, head[:n], nil
	}
	if content, ok := r.(interface { // a bytes.Reader or strings.Reader
		io.ReaderAt
		Size() int64
	}); ok {
		head := make([]byte, min(convert.HeadSize, content.Size()))
		if _, err := content.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) { // the end is within an empty head
			return nil, nil, err
		}
		return r, head, nil
	}
	buffered := bufio.NewReaderSize(r, 1<<16) // r itself if it is one
	head, _ = buffered.Peek(convert.HeadSize) // a read error comes back with the next read
	return buffered, head, nil
}

// isForeignPage reports whether content begins like a web page that is none of
// ours.
func isForeignPage(head []byte) bool {
	text := string(head[:min(len(head), 512)])
	return sniff.WebPage(text) && !sniff.Transcript(text)
}

// explain adds to an error what the content looks like.
func (in *detected) explain(err error) error {
	var parse *script.ParseError
	var unknown *unknownFormatError
	switch {
	case err == nil, in.asked:
		return err
	case in.page && (errors.As(err, &unknown) || errors.As(err, &parse) && in.content.Name == ""):
		return &hintedError{err, "a web page came instead of an answer: curl --fail ends with an error then"}
	case errors.As(err, &parse) && in.content.Name != "" && !slices.Equal(in.content.Extensions, in.format.Extensions):
		return &misnamedError{err, in.content.Name}
	}
	return err
}

// unknownFormatError is an input of no known format.
type unknownFormatError struct{ err error }

func (e *unknownFormatError) Error() string {
	return "unknown format: " + strings.TrimPrefix(e.err.Error(), script.ErrValue.Error()+": ")
}
func (e *unknownFormatError) Unwrap() error { return e.err }

// misnamedError is what is wrong with a file whose content looks like that of
// another format than its name says.
type misnamedError struct {
	error
	format string
}

func (e *misnamedError) Unwrap() error { return e.error }
