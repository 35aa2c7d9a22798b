package edit

import "unicode"

// hunk is a part of a text, by characters, and what stands there instead.
type hunk struct {
	from, to int
	text     string
}

// maxCells is how far the exact comparison of two texts goes; longer ones are
// compared from both ends only.
const maxCells = 4 << 20

// diff returns what turns a into b, word by word, each part as short as can be.
func diff(a, b []rune) []hunk {
	start, endA, endB := trim(a, b)
	x, y := words(a[start:endA]), words(b[start:endB])
	if (len(x)+1)*(len(y)+1) > maxCells {
		return appendHunk(nil, a, start, endA, b[start:endB])
	}
	var all []hunk
	i, j := start, start
	for _, m := range common(x, y) {
		all = appendHunk(all, a, i, start+m.a, b[j:start+m.b])
		i, j = start+m.a+m.n, start+m.b+m.n
	}
	return appendHunk(all, a, i, endA, b[j:endB])
}

// trim returns where a and b begin to differ, and where they end to.
func trim(a, b []rune) (start, endA, endB int) {
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	endA, endB = len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	return start, endA, endB
}

func appendHunk(all []hunk, a []rune, from, to int, with []rune) []hunk {
	start, endA, endB := trim(a[from:to], with)
	if start == endA && start == endB {
		return all
	}
	return append(all, hunk{from + start, from + endA, string(with[start:endB])})
}

// word is a run of letters or a single other character of a text.
type word struct {
	at   int
	text string
}

func words(s []rune) []word {
	var all []word
	for i := 0; i < len(s); {
		j := i + 1
		if isLetter(s[i]) {
			for j < len(s) && isLetter(s[j]) {
				j++
			}
		}
		all = append(all, word{i, string(s[i:j])})
		i = j
	}
	return all
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// match is a run that both texts have.
type match struct{ a, b, n int }

// common returns the longest common subsequence of x and y.
func common(x, y []word) []match {
	width := len(y) + 1
	longest := make([]int32, (len(x)+1)*width)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].text == y[j].text {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
				continue
			}
			longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
		}
	}
	var all []match
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].text == y[j].text:
			all = append(all, match{x[i].at, y[j].at, len([]rune(x[i].text))})
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return all
}
