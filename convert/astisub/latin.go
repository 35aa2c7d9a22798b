package astisub

import (
	"golang.org/x/text/unicode/norm"
)

// latin is character code table 00 of EBU Tech 3264 (ISO 6937): what its bytes
// stand for. 0 is none. C1 to CF are marks upon the letter that follows.
var latin = func() (table [256]rune) {
	for b := 0x20; b < 0x7F; b++ {
		table[b] = rune(b)
	}
	table[0x24] = '¤'
	fill := func(from int, runes string) {
		for _, r := range runes {
			if r != '\x00' {
				table[from] = r
			}
			from++
		}
	}
	fill(0xA0, "\u00A0¡¢£$¥\x00§\x00‘“«←↑→↓")
	fill(0xB0, "°±²³×µ¶·÷’”»¼½¾¿")
	fill(0xC1, "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\x00\u030A\u0327\x00\u030B\u0328\u030C")
	fill(0xD0, "―¹®©™♪¬¦\x00\x00\x00\x00⅛⅜⅝⅞")
	fill(0xE0, "ΩÆĐªĦ\x00ĲĿŁØŒºÞŦŊŉ")
	fill(0xF0, "ĸæđðħıĳŀłøœßþŧŋ\u00AD")
	return table
}()

// latinBytes is the table the other way round.
var latinBytes = func() map[rune]byte {
	bytes := map[rune]byte{}
	for b, r := range latin {
		if r != 0 {
			bytes[[]rune(norm.NFC.String(string(r)))[0]] = byte(b)
		}
	}
	return bytes
}()

// lookalikes stand for characters that the table does not have.
var lookalikes = map[rune]string{
	'…': "...", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '„': `"`, '‟': `"`, '‚': "'", '‛': "'", '‹': "<", '›': ">",
	'\t': " ", '\u2007': " ", '\u2009': " ", '\u202F': " ", '♫': "♪", '•': "·", 'μ': "µ", '€': "EUR",
}

func isMark(b byte) bool { return 0xC0 < b && b < 0xD0 }

// toLatin returns a line in the table's bytes. What it does not have becomes
// what looks alike, or "?", and is counted; so is a line that is spelt with
// letters and marks apart, and comes back composed.
func toLatin(line string) (out []byte, changed int) {
	composed := norm.NFC.String(line)
	if composed != line {
		changed++
	}
	for _, r := range composed {
		if bytes, ok := latinOf(r); ok {
			out = append(out, bytes...)
			continue
		}
		changed++
		if alike, ok := lookalikes[r]; ok {
			for _, r := range alike {
				out = append(out, latinBytes[r])
			}
			continue
		}
		out = append(out, '?')
	}
	return out, changed
}

// latinOf returns the bytes of a character: one, or a mark and a letter.
func latinOf(r rune) ([]byte, bool) {
	if b, ok := latinBytes[r]; ok && !isMark(b) {
		return []byte{b}, true
	}
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) != 2 || parts[0] >= 0x7F || parts[0] < 'A' {
		return nil, false
	}
	mark, ok := latinBytes[parts[1]]
	if !ok || !isMark(mark) {
		return nil, false
	}
	return []byte{mark, byte(parts[0])}, true
}

// columns returns how many characters bytes of the table are.
func columns(row []byte) int {
	n := 0
	for _, b := range row {
		if !isMark(b) {
			n++
		}
	}
	return n
}
