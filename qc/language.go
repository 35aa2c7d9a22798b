package qc

import "strings"

// The scripts, by Unicode's names, that languages are written in. A language
// that is not listed is not judged.
var languageScripts = func() map[string][]string {
	all := map[string][]string{}
	for scripts, languages := range map[string]string{
		"Latin": "en fr de es it pt nl sv no nb nn da fi is pl cs sk sl hr bs hu ro et lv lt sq tr az vi id ms tl fil sw af ca eu gl cy ga gd " +
			"mt lb eo la so ha yo ig zu xh st tn rw fo fy oc br co ht jv su ceb haw mi sm to mg ny sn",
		"Cyrillic":              "ru uk be bg mk ky tg mn tt ba cv",
		"Cyrillic Latin":        "sr kk uz tk sh",
		"Greek":                 "el",
		"Arabic":                "ar fa ur ps sd ug ckb arz",
		"Hebrew":                "he iw yi",
		"Devanagari":            "hi mr ne sa",
		"Bengali":               "bn as",
		"Gurmukhi Arabic":       "pa",
		"Gujarati":              "gu",
		"Oriya":                 "or",
		"Tamil":                 "ta",
		"Telugu":                "te",
		"Kannada":               "kn",
		"Malayalam":             "ml",
		"Sinhala":               "si",
		"Thai":                  "th",
		"Lao":                   "lo",
		"Khmer":                 "km",
		"Myanmar":               "my",
		"Tibetan":               "bo dz",
		"Georgian":              "ka",
		"Armenian":              "hy",
		"Ethiopic":              "am ti",
		"Thaana":                "dv",
		"Latin Arabic":          "ku",
		"Han Bopomofo":          "zh cmn yue wuu zho chi",
		"Han Hiragana Katakana": "ja jpn",
		"Hangul Han":            "ko kor",
	} {
		for language := range strings.FieldsSeq(languages) {
			all[language] = strings.Fields(scripts)
		}
	}
	return all
}()

// tagScripts are the scripts that a tag may name, by ISO 15924.
var tagScripts = map[string][]string{
	"latn": {"Latin"}, "cyrl": {"Cyrillic"}, "grek": {"Greek"}, "arab": {"Arabic"}, "hebr": {"Hebrew"}, "deva": {"Devanagari"},
	"beng": {"Bengali"}, "guru": {"Gurmukhi"}, "gujr": {"Gujarati"}, "taml": {"Tamil"}, "telu": {"Telugu"}, "thai": {"Thai"},
	"geor": {"Georgian"}, "armn": {"Armenian"}, "hans": {"Han", "Bopomofo"}, "hant": {"Han", "Bopomofo"}, "hani": {"Han"},
	"jpan": {"Han", "Hiragana", "Katakana"}, "hira": {"Hiragana"}, "kana": {"Katakana"}, "kore": {"Hangul", "Han"}, "hang": {"Hangul"},
}

// letterScripts are the scripts letters are told by, the commonest first.
var letterScripts = []string{"Latin", "Cyrillic", "Arabic", "Han", "Hiragana", "Katakana", "Hangul", "Devanagari", "Greek", "Hebrew", "Thai", "Bengali",
	"Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Lao", "Khmer", "Myanmar", "Tibetan", "Georgian", "Armenian",
	"Ethiopic", "Thaana", "Bopomofo"}

// scriptsOf returns the scripts that texts of the language are written in, or
// nothing when that is not known. A script in the tag decides.
func scriptsOf(tag string) []string {
	primary := tag
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		primary = tag[:i]
		for part := range strings.FieldsFuncSeq(tag[i:], func(r rune) bool { return r == '-' || r == '_' }) {
			if len(part) == 4 && 'A' <= part[0]&^0x20 && part[0]&^0x20 <= 'Z' {
				return tagScripts[strings.ToLower(part)]
			}
			if len(part) == 1 {
				break
			}
		}
	}
	if scripts, ok := languageScripts[primary]; ok {
		return scripts
	}
	return languageScripts[strings.ToLower(primary)]
}
