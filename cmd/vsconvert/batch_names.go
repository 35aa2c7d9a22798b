package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/batch"
	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// nameFields are what --name knows. The last three are known only once an
// input was read.
var nameFields = []string{"dir", "base", "format", "ext", "index", "job", "media", "lang"}

var dataFields = nameFields[5:]

func setName(f *flags, v string) error {
	t, err := batch.ParseTemplate(v, nameFields)
	if err != nil {
		return usagef("", "--name: %w", err)
	}
	f.name = &t
	return nil
}

// naming gives outputs their names.
type naming struct {
	template *batch.Template // nil for names like those of the inputs
	output   string          // the directory, or one file
	one      bool            // output is that file, or standard output
}

// path returns the name of what an entry becomes in a format. job and s are nil
// as long as they are not known.
func (n naming) path(e *entry, format convert.Format, job *results.Job, s *script.Script) (string, error) {
	switch {
	case n.one:
		return n.output, nil
	case n.template != nil:
		name, err := n.template.Name(func(field string) (string, error) { return fieldOf(field, e, format, job, s) })
		return filepath.Join(n.output, filepath.FromSlash(name)), err
	}
	return filepath.Join(n.output, filepath.FromSlash(e.dir), baseName(e.name)+format.Suffix()), nil
}

// fieldOf returns the value of a field of --name.
func fieldOf(field string, e *entry, format convert.Format, job *results.Job, s *script.Script) (string, error) {
	switch field {
	case "dir":
		if e.tree || e.name == stdio {
			return e.dir, nil
		}
		return batch.Below(filepath.Dir(e.name)), nil
	case "base":
		return baseName(e.name), nil
	case "format":
		return format.Name, nil
	case "ext":
		return format.Extensions[0], nil
	case "index":
		return strconv.Itoa(e.n + 1), nil
	}
	value := ""
	switch {
	case field == "lang" && s != nil:
		value = s.Language
	case field == "job" && s != nil:
		value = s.Source.JobID
	case field == "media" && s != nil:
		value = s.Source.MediaID
	}
	if job != nil && value == "" {
		value = map[string]string{"job": job.ID, "media": job.MediaID}[field]
	}
	if value == "" {
		return "", fmt.Errorf("--name: %w: it has no {%s}", script.ErrMissing, field)
	}
	return batch.SafeElement(value), nil
}

// errMeet is that two outputs would have one name.
var errMeet = errors.New("would both become")

// checkNames refuses, before anything is written, outputs that would have one
// name, also but for letter case, and outputs that are inputs.
func (a *archive) checkNames(list inputList) (survey, error) {
	existing := map[outfile.ID]struct{}{}
	dirs := map[string]bool{}
	seen, err := a.look(list, func(n int, in input) error {
		return a.eachPath(n, in, func(path string) error {
			if path != stdio && !a.claims.Propose(path, in.name) && isRegular(path) {
				return a.meets(list, n, in, path)
			}
			if id, ok := a.existing(path, dirs); ok {
				existing[id] = struct{}{}
			}
			return nil
		})
	})
	if err != nil {
		return seen, err
	}
	return seen, a.checkInputs(list, existing)
}

// eachPath has the names of an input's outputs seen.
func (a *archive) eachPath(n int, in input, see func(path string) error) error {
	for _, format := range a.formats {
		e := entry{input: in, n: n}
		path, err := a.names.path(&e, format, nil, nil)
		if err != nil {
			return usagef("", "%s: %w", display(in.name), err)
		}
		if err := see(path); err != nil {
			return err
		}
	}
	return nil
}

// existing returns which file is there already where an output goes.
func (a *archive) existing(path string, dirs map[string]bool) (id outfile.ID, ok bool) {
	dir := filepath.Dir(path)
	there, known := dirs[dir]
	if !known {
		_, err := os.Stat(dir)
		there = err == nil
		dirs[dir] = there
	}
	if !there || path == stdio {
		return id, false
	}
	return outfile.Identify(path)
}

// checkInputs refuses inputs that are among the files that are there where
// outputs go.
func (a *archive) checkInputs(list inputList, existing map[outfile.ID]struct{}) error {
	if len(existing) == 0 {
		return nil
	}
	if err := a.checkInput(list, a.flags.filesFrom, existing); err != nil {
		return err
	}
	for in := range a.found(list) {
		if err := a.checkInput(list, in.name, existing); err != nil {
			return err
		}
	}
	return nil
}

func (a *archive) checkInput(list inputList, name string, existing map[outfile.ID]struct{}) error {
	if name == stdio || name == "" {
		return nil
	}
	id, ok := outfile.Identify(name)
	if !ok {
		return nil
	}
	if _, ok := existing[id]; !ok {
		return nil
	}
	_, err := a.look(list, func(n int, in input) error {
		return a.eachPath(n, in, func(path string) error {
			if other, ok := outfile.Identify(path); ok && other == id {
				return usagef("write to another name or directory", "%s is an input and an output", path)
			}
			return nil
		})
	})
	return err
}

// meets is an error of two outputs of one name, of which input n has the later.
func (a *archive) meets(list inputList, n int, in input, path string) error {
	one, same := in, true
	found := errors.New("found")
	_, _ = a.look(list, func(k int, other input) error {
		return a.eachPath(k, other, func(p string) error {
			if strings.EqualFold(p, path) {
				one, same = other, k == n
				return found
			}
			return nil
		})
	})
	template := "{dir}/{base}.{format}{ext}"
	if one.name == in.name || filepath.Dir(one.name) == filepath.Dir(in.name) && strings.EqualFold(baseName(one.name), baseName(in.name)) {
		template = "{base}-{index}.{format}{ext}"
	}
	if same {
		template = "{base}.{format}{ext}"
	}
	return usagef("--name '"+template+"' parts them", "%s and %s %w %s", display(one.name), display(in.name), errMeet, path)
}
