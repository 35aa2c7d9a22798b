package astisub

import (
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// STLKeeps is what EBU STL holds beside texts and times.
const STLKeeps = script.LineBreaks | script.Title | script.Language

const stl = "stl"

// The parts of a file, in bytes: a header (GSI), then blocks (TTI).
const (
	headerSize = 1024
	blockSize  = 128
	textSize   = 112
	textAt     = blockSize - textSize
)

// What may stand in a text.
const (
	rowEnd      = 0x8A
	unused      = 0x8F
	userData    = 0xFE // extension block number
	lastBlock   = 0xFF
	mostBlocks  = 0xF0 + 1 // of a subtitle: numbers 00 to EF, and the last
	mostColumns = 40
)

// stlRates are the rates that labels may count, by the header's word for them.
var stlRates = map[string]int{"STL25.01": 25, "STL30.01": 30}

// STLRate reports whether EBU STL has labels at rate r: at 25 frames a second,
// 30 and 29.97.
func STLRate(r timecode.Rate) bool { return r == timecode.Rate25 || r.Nominal() == 30 }

var errRate = &script.ValueError{Kind: script.ErrValue, Field: "rate", Want: "25, 29.97 or 30 frames a second"}

// stlLanguages are the codes of EBU Tech 3264, appendix 3, as far as a subtag
// of BCP 47 says the same.
var stlLanguages = map[string]string{
	"sq": "01", "br": "02", "ca": "03", "hr": "04", "cy": "05", "cs": "06", "da": "07", "de": "08", "en": "09", "es": "0A", "eo": "0B",
	"et": "0C", "eu": "0D", "fo": "0E", "fr": "0F", "fy": "10", "ga": "11", "gd": "12", "gl": "13", "is": "14", "it": "15", "la": "17",
	"lv": "18", "lb": "19", "lt": "1A", "hu": "1B", "mt": "1C", "nl": "1D", "no": "1E", "oc": "1F", "pl": "20", "pt": "21", "ro": "22",
	"rm": "23", "sr": "24", "sk": "25", "sl": "26", "fi": "27", "sv": "28", "tr": "29", "wa": "2B", "ja": "69", "zh": "75",
}

// languageCode returns the code of a language, "00" for none, and what it says.
func languageCode(tag string) (code, said string) {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if code, ok := stlLanguages[base]; ok {
		return code, base
	}
	return "00", ""
}

func languageOf(code string) string {
	for tag, c := range stlLanguages {
		if strings.EqualFold(c, code) {
			return tag
		}
	}
	return ""
}

// codePages are those that the header may be written in.
var codePages = map[string]*charmap.Charmap{
	"437": charmap.CodePage437, "850": charmap.CodePage850, "860": charmap.CodePage860, "863": charmap.CodePage863, "865": charmap.CodePage865,
}

// headerText reads a field of the header.
func headerText(field, page string) string {
	table := codePages[page]
	if table == nil {
		table = charmap.CodePage850
	}
	var b strings.Builder
	for i := range len(field) {
		if field[i] >= ' ' {
			b.WriteRune(table.DecodeByte(field[i]))
		}
	}
	return strings.TrimSpace(b.String())
}

// titleBytes returns a title in code page 850, in the 32 bytes that the header
// has, and whether that is the whole title.
func titleBytes(title string) (string, bool) {
	whole := true
	var b []byte
	for _, r := range title {
		c, ok := charmap.CodePage850.EncodeRune(r)
		if !ok || c < ' ' {
			c, whole = '?', false
		}
		b = append(b, c)
	}
	if len(b) > 32 {
		b, whole = b[:32], false
	}
	return string(b), whole && strings.TrimSpace(title) == title
}

// rowsOf breaks a line for length: rows that go on end in a blank. cut tells
// that a word was too long for a row.
func rowsOf(line []byte) (rows [][]byte, cut bool) {
	for columns(line) > mostColumns {
		at := atColumn(line, mostColumns)
		if blank := slices.Index(reversed(line[:at]), ' '); blank >= 0 && blank < at-1 {
			at -= blank
		} else {
			cut = true
		}
		rows, line = append(rows, line[:at]), line[at:]
	}
	return append(rows, line), cut
}

func reversed(b []byte) []byte {
	out := slices.Clone(b)
	slices.Reverse(out)
	return out
}

// atColumn returns where the character at column n begins.
func atColumn(line []byte, n int) int {
	for i, b := range line {
		if isMark(b) {
			continue
		}
		if n == 0 {
			if i > 0 && isMark(line[i-1]) {
				return i - 1
			}
			return i
		}
		n--
	}
	return len(line)
}
