package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, string, func(File), error](&listFn{})
	register.DoFn4x1[context.Context, File, func(string, Answer), func(Failure), error](&splitFn{})
	register.Emitter1[File]()
	register.Emitter1[Failure]()
	register.Emitter2[string, Answer]()
}

// File is an input and the name its outputs get: its path below the part of
// the pattern that has no wildcards, without extension.
type File struct {
	Path, Base string
}

// listFn turns a pattern into the files it matches.
type listFn struct{}

// ProcessElement emits the files as they are found, however many they are.
func (*listFn) ProcessElement(ctx context.Context, pattern string, emit func(File)) error {
	root := fixedPart(pattern)
	found := func(name string) { emit(File{name, baseName(strings.TrimPrefix(name, root))}) }
	if strings.Contains(pattern, "**") && !strings.Contains(pattern, "://") {
		return walk(pattern, found)
	}
	system, err := filesystem.New(ctx, pattern)
	if err != nil {
		return err
	}
	defer system.Close()
	names, err := system.List(ctx, pattern)
	if err != nil {
		return fmt.Errorf("%s: %w", pattern, err)
	}
	for _, name := range names {
		found(name)
	}
	return nil
}

// fixedPart returns the directories of a pattern before its first wildcard.
func fixedPart(pattern string) string {
	if i := strings.IndexAny(pattern, `*?[\`); i >= 0 {
		pattern = pattern[:i]
	}
	return pattern[:strings.LastIndexByte(pattern, '/')+1]
}

// walk finds local files by a pattern with **, which stands for any number of
// directories, as it does in cloud storage.
func walk(pattern string, found func(string)) error {
	root := fixedPart(pattern)
	if root == "" {
		root = "."
	}
	match, err := regexp.Compile(expression(path.Clean(pattern)))
	if err != nil {
		return fmt.Errorf("%s: %w", pattern, err)
	}
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); !entry.IsDir() && match.MatchString(name) {
			found(name)
		}
		return nil
	})
}

var wildcards = regexp.MustCompile(`\*\*/?|\*|\?|\[!?[^\]]+\]|[^*?\[]+|\[`)

// expression returns a pattern as a regular expression.
func expression(pattern string) string {
	return "^" + wildcards.ReplaceAllStringFunc(pattern, func(part string) string {
		switch {
		case part == "**/":
			return "(?:.*/)?"
		case part == "**":
			return ".*"
		case part == "*":
			return "[^/]*"
		case part == "?":
			return "[^/]"
		case len(part) > 1 && part[0] == '[':
			return strings.Replace(strings.ReplaceAll(part, `\`, `\\`), "[!", "[^", 1)
		}
		return regexp.QuoteMeta(part)
	}) + "$"
}

// Answer is something to convert: a file, or a line of one.
type Answer struct {
	File string
	Line int    // 1-based; 0 means the file as a whole, which is not read yet
	Data []byte // the line
}

// Failure is a line of the dead-letter file.
type Failure struct {
	Input string `json:"input"`
	Line  int    `json:"line,omitempty"`
	Code  int    `json:"code"` // as the program's exit codes
	JobID string `json:"job_id,omitempty"`
	Error string `json:"error"`
}

// splitFn turns files into answers: NDJSON into one a line, others into one.
type splitFn struct{}

func (*splitFn) ProcessElement(ctx context.Context, f File, emit func(string, Answer), fail func(Failure)) error {
	if !isNDJSON(f.Path) {
		emit(f.Base, Answer{File: f.Path})
		return nil
	}
	r, err := open(ctx, f.Path)
	if err == nil {
		defer r.Close()
		err = eachLine(r, func(line int, data []byte) {
			emit(lineName(f.Base, line, data), Answer{f.Path, line, data})
		})
	}
	if err != nil { // the lines before it are converted
		inputs.Inc(ctx, 1)
		failures.Inc(ctx, 1)
		fail(Failure{Input: f.Path, Code: exitFailed, Error: reason(err)})
	}
	return nil
}

func isNDJSON(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return strings.HasSuffix(name, ".ndjson") || strings.HasSuffix(name, ".jsonl")
}

// maxLine is the longest answer of an NDJSON file that is read, in bytes.
const maxLine = 256 << 20

var errLongLine = errors.New("line too long")

// eachLine hands on the lines that are not blank.
func eachLine(r io.Reader, line func(int, []byte)) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		data, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 {
			line(n, trimmed)
		}
		if err != nil {
			return nil
		}
	}
}

// readLine reads to the end of the line.
func readLine(in *bufio.Reader) ([]byte, error) {
	var all []byte
	for {
		part, err := in.ReadSlice('\n')
		if all = append(all, part...); len(all) > maxLine {
			return nil, fmt.Errorf("%w: over %d MiB", errLongLine, maxLine>>20)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return all, err
		}
	}
}

// open opens an input, unpacked.
func open(ctx context.Context, name string) (io.ReadCloser, error) {
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	r, err := system.OpenRead(ctx, name)
	if err != nil {
		return nil, errors.Join(err, system.Close())
	}
	in := &input{Reader: r, close: []io.Closer{r, system}}
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		if in.Reader, err = gzip.NewReader(r); err != nil {
			return nil, errors.Join(err, in.Close())
		}
	}
	return in, nil
}

// input is an open file and what must be closed with it.
type input struct {
	io.Reader
	close []io.Closer
}

func (in *input) Close() error {
	var all []error
	for _, c := range in.close {
		all = append(all, c.Close())
	}
	return errors.Join(all...)
}
