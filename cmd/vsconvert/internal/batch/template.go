package batch

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
)

// ErrTemplate is a template that is none.
var ErrTemplate = errors.New("malformed template")

// Template makes names of files: text, and fields in braces.
type Template struct {
	text   string
	parts  []string // texts and fields by turns
	fields []string
}

// ParseTemplate reads a template whose fields are among those named. Neither it
// nor what it makes leaves the directory that names are below.
func ParseTemplate(text string, known []string) (Template, error) {
	t := Template{text: text}
	rest := text
	for {
		before, after, ok := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return t, fmt.Errorf("%w %q: a } without {", ErrTemplate, text)
		}
		t.parts = append(t.parts, before)
		if !ok {
			break
		}
		field, end, ok := strings.Cut(after, "}")
		if !ok || !slices.Contains(known, field) {
			return t, fmt.Errorf("%w %q: {%s} is no field: want {%s}", ErrTemplate, text, field, strings.Join(known, "}, {"))
		}
		t.parts, t.fields, rest = append(t.parts, field), append(t.fields, field), end
	}
	if _, err := t.Name(func(string) (string, error) { return "x", nil }); err != nil {
		return t, err
	}
	return t, nil
}

// String returns the template's text.
func (t Template) String() string { return t.text }

// Has reports whether one of the fields is in the template.
func (t Template) Has(fields ...string) bool {
	return slices.ContainsFunc(t.fields, func(f string) bool { return slices.Contains(fields, f) })
}

// Name returns the name that is made with the values of fields: a path that is
// below the directory it is relative to. Values that come from data are to be
// made safe by SafeElement.
func (t Template) Name(value func(field string) (string, error)) (string, error) {
	var b strings.Builder
	for i, part := range t.parts {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		v, err := value(part)
		if err != nil {
			return "", err
		}
		b.WriteString(v)
	}
	name := filepath.Clean(strings.TrimLeft(b.String(), "/"))
	if !filepath.IsLocal(filepath.FromSlash(name)) || name == "." || strings.HasSuffix(b.String(), "/") {
		return "", fmt.Errorf("%w: %q leaves the output directory, or names none of its files", ErrTemplate, b.String())
	}
	return name, nil
}

// SafeElement returns s as a part of one element of a path: separators and what
// no name should have on any system is written as %XX: also dots that are all
// of it, a dot or blank at its end, and the first letter of what Windows keeps
// for devices.
func SafeElement(s string) string {
	odd := func(i int) bool {
		c := s[i]
		return c < ' ' || c == 0x7F || strings.IndexByte(`/\:*?"<>|%`, c) >= 0 || c == '.' && strings.Trim(s, ".") == "" ||
			i == len(s)-1 && (c == '.' || c == ' ') || i == 0 && outfile.IsDevice(s)
	}
	var b strings.Builder
	for i := range len(s) {
		if odd(i) {
			fmt.Fprintf(&b, "%%%02X", s[i])
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// Below returns a directory as one below another: without a beginning that
// would lead elsewhere.
func Below(dir string) string {
	dir = filepath.ToSlash(filepath.Clean(strings.TrimPrefix(dir, filepath.VolumeName(dir))))
	dir = strings.TrimLeft(dir, "/")
	for strings.HasPrefix(dir+"/", "../") {
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, ".."), "/")
	}
	return dir
}
