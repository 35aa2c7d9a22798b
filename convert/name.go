package convert

import (
	"path"
	"slices"
	"strings"
)

// Suffix returns what names of the format's files end in, whatever is written
// beside them. Of formats that share an extension each has its name in front,
// such as ".dapt.ttml", save the one that is called like it.
func (f Format) Suffix() string {
	ext := f.Extensions[0]
	shared := slices.ContainsFunc(formats(), func(other Format) bool {
		return other.Name != f.Name && other.NewEncoder != nil && other.Extensions[0] == ext
	})
	if !shared || "."+f.Name == ext {
		return ext
	}
	return "." + f.Name + ext
}

// Stem returns a file's name without what it ends in as one of a format:
// "x" of "x.vtt" and "x.dapt.ttml". Other points are part of the name, as in
// "S01.E01".
func Stem(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if stem == "" || strings.HasSuffix(stem, "/") || !isExtension(ext) {
		return name
	}
	inner := path.Ext(stem)
	f, ok := Lookup(strings.TrimPrefix(inner, "."))
	shorter := strings.TrimSuffix(stem, inner)
	if ok && inner != "" && shorter != "" && !strings.HasSuffix(shorter, "/") && slices.Contains(f.Extensions, strings.ToLower(ext)) {
		return shorter
	}
	return stem
}

// isExtension reports whether files of a format, or streams of them, are
// called so.
func isExtension(ext string) bool {
	ext = strings.ToLower(ext)
	return ext == ".ndjson" || ext == ".jsonl" || slices.ContainsFunc(formats(), func(f Format) bool {
		return f.NewDecoder != nil && slices.Contains(f.Extensions, ext)
	})
}
