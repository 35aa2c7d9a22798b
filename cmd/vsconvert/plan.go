package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/expand"
)

// stdio stands for standard input or output as a file's name.
const stdio = "-"

// job is one input and what is made of it.
type job struct {
	input   string
	name    string // what messages call it, when that is not the input
	targets []target
}

// formats returns what the input is written as.
func (j job) formats() []convert.Format {
	all := make([]convert.Format, len(j.targets))
	for i, t := range j.targets {
		all[i] = t.format
	}
	return all
}

type target struct {
	format convert.Format
	path   string // stdio for standard output
}

// plan works out which file comes of which, and refuses what could destroy or
// confuse anything, before a byte is read.
func plan(f *flags, inputs []string, s streams) ([]job, error) {
	formats, err := f.targets()
	if err != nil {
		return nil, err
	}
	if err := checkDestination(f, formats, inputs, s); err != nil {
		return nil, err
	}
	jobs := make([]job, 0, len(inputs))
	for _, input := range inputs {
		jobs = append(jobs, job{input: input, targets: targetsOf(f.output, input, formats, len(inputs))})
	}
	return jobs, checkPaths(jobs)
}

func checkDestination(f *flags, formats []convert.Format, inputs []string, s streams) error {
	return checkSeveral(f, formats, len(inputs), len(inputs) > 1, s)
}

// checkSeveral refuses a destination that cannot hold what is written. many
// says that there are several inputs, or that nobody knows how many there are.
func checkSeveral(f *flags, formats []convert.Format, inputs int, many bool, s streams) error {
	several := len(formats) > 1 || many
	switch {
	case several && (f.output == "" || f.output == stdio):
		return usagef("-o out/ writes them into a directory", "several files cannot go to standard output")
	case several && !mayBeDirectory(f.output):
		return usagef("end it in / to have a directory made", "-o %s is no directory, and %s to be written", f.output, filesAre(len(formats)*inputs))
	case f.output == "" && len(formats) == 1, f.output == stdio:
		if formats[0].Binary && s.outTerminal {
			return usagef("name a file with -o", "%s does not go to a terminal", formats[0].Name)
		}
	}
	return nil
}

func filesAre(n int) string {
	if n < 2 {
		return "several files are"
	}
	return fmt.Sprintf("%d files are", n)
}

// isDirectory reports whether path names a directory: it exists as one, or
// ends in a slash.
func isDirectory(path string) bool {
	if path == "" {
		return false
	}
	if os.IsPathSeparator(path[len(path)-1]) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// mayBeDirectory reports whether several files can go into path: it is a
// directory, or there is nothing yet, and it is not called like a file.
func mayBeDirectory(path string) bool {
	if isDirectory(path) {
		return true
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) == ""
}

func targetsOf(output, input string, formats []convert.Format, inputs int) []target {
	if output == "" || output == stdio {
		return []target{{formats[0], stdio}}
	}
	if len(formats) == 1 && inputs == 1 && !isDirectory(output) {
		return []target{{formats[0], output}}
	}
	all := make([]target, len(formats))
	for i, format := range formats {
		all[i] = target{format, filepath.Join(output, baseName(input)+format.Suffix())}
	}
	return all
}

// baseName returns the input's name without directory, and without what it ends
// in as one of a format.
func baseName(input string) string {
	if input == stdio {
		return "stdin"
	}
	return convert.Stem(expand.TrimName(filepath.Base(input)))
}

// checkPaths refuses two outputs of one name, and an output that is an input.
func checkPaths(jobs []job) error {
	from := map[string]string{}
	inputs := map[string]bool{}
	for _, j := range jobs {
		if j.input != stdio {
			inputs[identity(j.input)] = true
		}
	}
	for _, j := range jobs {
		for _, t := range j.targets {
			if t.path == stdio {
				continue
			}
			if err := outfile.CheckName(runtime.GOOS, t.path); err != nil {
				return usagef("choose another name", "%s: %w", t.path, err)
			}
			who := identity(t.path)
			if other, ok := from[who]; ok && isRegular(t.path) {
				return usagef("write them into different directories", "%s and %s would both become %s", other, cmp.Or(j.name, j.input), t.path)
			}
			from[who] = cmp.Or(j.name, j.input)
			if inputs[who] {
				return usagef("write to another name or directory", "%s is an input and an output", t.path)
			}
		}
	}
	return nil
}

// isRegular reports whether path is, or may become, a regular file.
func isRegular(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// identity returns what path names once links are followed, also when its last
// part does not exist yet.
func identity(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path
	}
	return filepath.Join(dir, filepath.Base(path))
}

// inputs returns the files to read: arguments, the lines of --files-from, or
// standard input.
func inputs(f *flags, args []string, s streams) ([]string, error) {
	all := outfile.Expanded(runtime.GOOS, args)
	if f.filesFrom != "" {
		listed, err := readList("--files-from", f.filesFrom, s.in)
		if err != nil {
			return nil, err
		}
		all = append(slices.Clone(all), listed...)
		if len(all) == 0 {
			return nil, usagef("", "--files-from %s: no names in it", f.filesFrom)
		}
	}
	if n := countOf(all, stdio); n > 1 || n == 1 && f.filesFrom == stdio {
		return nil, usagef("", "standard input can be read once")
	}
	if len(all) > 0 {
		return all, nil
	}
	if s.inTerminal {
		return nil, errNoInput
	}
	return []string{stdio}, nil
}

var errNoInput = errors.New("no input")

func countOf(all []string, want string) int {
	n := 0
	for _, s := range all {
		if s == want {
			n++
		}
	}
	return n
}

// readList reads file names, one a line, or ended by NUL as find -print0
// writes them.
func readList(flag, name string, stdin io.Reader) ([]string, error) {
	r := stdin
	if name != stdio {
		file, err := os.Open(name)
		if err != nil {
			return nil, usagef("", "%s: %w", flag, err)
		}
		defer file.Close()
		r = file
	}
	data, err := io.ReadAll(bufio.NewReader(r))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, name, err)
	}
	text := listText(data)
	mark := "\n"
	if strings.ContainsRune(text, 0) {
		mark = "\x00"
	}
	var all []string
	for line := range strings.SplitSeq(text, mark) {
		if line = strings.TrimSuffix(line, "\r"); line != "" {
			all = append(all, line)
		}
	}
	return all, nil
}

// listText returns the text of a list of names. Names are bytes of any kind;
// only a byte order mark, which Windows writes, tells that they are something
// else.
func listText(data []byte) string {
	for _, mark := range []string{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			text, _, _ := charset.Decode(string(data))
			return text
		}
	}
	return string(data)
}
