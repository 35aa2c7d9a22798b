package fingerprint

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// mostIDs bounds what a list of ids may unfold to.
const mostIDs = 1 << 20

// IDs returns a short list of ids, in order: "001-240 12a". Each run of numbers
// that differ by one, behind the same letters, is written by its ends.
func IDs(ids []string) string {
	var b strings.Builder
	for i := 0; i < len(ids); {
		n := 1
		for i+n < len(ids) && follows(ids[i+n-1], ids[i+n]) {
			n++
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(escape(ids[i]))
		if n > 1 {
			b.WriteString("-" + escape(ids[i+n-1]))
		}
		i += n
	}
	return b.String()
}

// ParseIDs unfolds a list of ids. It reports false for what is none.
func ParseIDs(list string) (map[string]bool, bool) {
	all := map[string]bool{}
	for part := range strings.FieldsSeq(list) {
		first, last, isRun := strings.Cut(part, "-")
		id, err := url.QueryUnescape(first)
		if err != nil || len(all) > mostIDs {
			return nil, false
		}
		all[id] = true
		if !isRun {
			continue
		}
		if last, err = url.QueryUnescape(last); err != nil {
			return nil, false
		}
		if gap := number(last) - number(id); gap < 1 || gap > mostIDs {
			return nil, false
		}
		for id != last {
			if id = next(id); len(id) > len(last) || len(all) > mostIDs {
				return nil, false
			}
			all[id] = true
		}
	}
	return all, len(all) > 0
}

// mostList is how long a list of ids may be, to leave room in its cell.
const mostList = 20000

// OfSegments returns the list of the ids of segments, or "" when it is too long
// for a cell.
func OfSegments(segments []script.Segment) string {
	ids := make([]string, len(segments))
	for i := range segments {
		ids[i] = segments[i].ID
	}
	if list := IDs(ids); len(list) <= mostList {
		return list
	}
	return ""
}

func follows(a, b string) bool { return b != "" && next(a) == b }

// number returns the number an id ends in, or -1.
func number(id string) int64 {
	n, err := strconv.ParseUint(id[len(strings.TrimRight(id, "0123456789")):], 10, 32)
	if err != nil {
		return -1
	}
	return int64(n)
}

// next returns the id that counts one more, or "" where none does.
func next(id string) string {
	n := number(id)
	if n < 0 {
		return ""
	}
	at := len(strings.TrimRight(id, "0123456789"))
	digits := strconv.FormatInt(n+1, 10)
	if pad := len(id) - at - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	return id[:at] + digits
}
