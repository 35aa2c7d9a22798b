// Package fingerprint sums up a segment as it was written into a copy, in some
// fifty characters: enough to tell later which of its fields an editor touched.
//
// A fingerprint is the version, the times in nanoseconds to the base of 36,
// the id, and 36 bits of a hash for each text:
//
//	v1.1a2b3c.2b3c4d.001.hTexT0.-.hStat..
//
// A text that was empty has "-". Texts that a later version adds stand at the
// end, where an earlier one has none: it then says nothing of them.
package fingerprint

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

const version = "v1"

// texts are what is hashed, in this order: new fields come at the end.
var texts = func() []script.TextField {
	all := script.TextFields()
	return all[1:] // but the id
}()

// place returns where the hash of a field is.
func place(f script.Field) int {
	return slices.IndexFunc(texts, func(t script.TextField) bool { return t.Name == f })
}

// Row is a fingerprint taken apart.
type Row struct {
	ID         string
	Start, End time.Duration
	hashes     []string
}

// Append appends the fingerprint of a segment whose language is that of the
// script where it names none.
func Append(dst []byte, seg *script.Segment, language string) []byte {
	dst = append(dst, version...)
	dst = strconv.AppendInt(append(dst, '.'), int64(seg.Start), 36)
	dst = strconv.AppendInt(append(dst, '.'), int64(seg.End), 36)
	dst = append(append(dst, '.'), escape(seg.ID)...)
	for i := range texts {
		value := texts[i].Value(seg)
		if texts[i].Name == script.FieldLanguage {
			value = cmp.Or(value, language)
		}
		dst = appendHash(append(dst, '.'), value)
	}
	return dst
}

// escape makes an id safe between dots, and within a cell.
func escape(id string) string {
	for i := range len(id) {
		if c := id[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' {
			return strings.NewReplacer(".", "%2E", "-", "%2D", "~", "%7E").Replace(url.QueryEscape(id))
		}
	}
	return id
}

// Parse takes a fingerprint apart. It reports false for what is none, also for
// one of a version yet to come.
func Parse(s string) (Row, bool) {
	parts := strings.Split(strings.TrimSpace(s), ".")
	if len(parts) < 4 || parts[0] != version {
		return Row{}, false
	}
	start, err1 := strconv.ParseInt(parts[1], 36, 64)
	end, err2 := strconv.ParseInt(parts[2], 36, 64)
	id, err3 := url.QueryUnescape(parts[3])
	if err1 != nil || err2 != nil || err3 != nil {
		return Row{}, false
	}
	return Row{ID: id, Start: time.Duration(start), End: time.Duration(end), hashes: parts[4:]}, true
}

// Says reports whether the fingerprint says anything of a text.
func (r *Row) Says(f script.Field) bool { return r.hash(f) != "" }

func (r *Row) hash(f script.Field) string {
	if i := place(f); i >= 0 && i < len(r.hashes) {
		return r.hashes[i]
	}
	return ""
}

// Is reports whether the field had that value when it was written.
func (r *Row) Is(f script.Field, value string) bool {
	var buf [8]byte
	return r.Says(f) && r.hash(f) == string(appendHash(buf[:0], value))
}

// Key returns what stands for the text, to tell whether two are the same. It
// is "" for no text.
func (r *Row) Key() string {
	if hash := r.hash(script.FieldText); hash != "-" {
		return hash
	}
	return ""
}

// Key returns what [Row.Key] is for a text.
func Key(text string) string {
	if text == "" {
		return ""
	}
	return string(appendHash(nil, text))
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~"

// appendHash appends 36 bits of the FNV-1a hash, six digits to the base of 64.
func appendHash(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, '-')
	}
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 36
	for range 6 {
		dst = append(dst, digits[h&63])
		h >>= 6
	}
	return dst
}
