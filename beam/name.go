package main

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/vsconvert/vsconvert/convert"
)

// baseName returns the name of an input's outputs without extension, as the
// program names them.
func baseName(name string) string { return convert.Stem(trimExtension(name, ".gz")) }

func trimExtension(name, ext string) string {
	if len(name) > len(ext) && strings.EqualFold(name[len(name)-len(ext):], ext) {
		return name[:len(name)-len(ext)]
	}
	return name
}

// lineName returns the name of the outputs of a line of an NDJSON file: its
// job's id where that can be a file's name, else the file's name and the line.
func lineName(base string, line int, data []byte) string {
	var answer struct {
		JobID string `json:"job_id"`
	}
	dir := path.Dir(base)
	if json.Unmarshal(data, &answer) == nil && isFileName(answer.JobID) {
		return path.Join(dir, answer.JobID)
	}
	return fmt.Sprintf("%s-%06d", base, line)
}

// isFileName reports whether s can be a file's name everywhere.
func isFileName(s string) bool {
	if s == "" || len(s) > 100 || strings.Trim(s, ".") == "" || s[0] == '-' || s[0] == '.' {
		return false
	}
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
		default:
			return false
		}
	}
	return true
}

// fileName returns the name of an output.
func fileName(base string, f convert.Format) string { return base + f.Suffix() }
