package conform_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/script"
)

func TestValidateLanguageTags(t *testing.T) {
	good := []string{
		"en", "en-GB", "EN-gb", "nb", "zxx", "und", "haw", "zh-Hant", "zh-Hant-TW", "zh-cmn-Hans-CN", "sl-rozaj-biske", "de-CH-1901", "de-CH-1996",
		"es-419", "en-a-bbb-x-a-ccc", "de-DE-u-co-phonebk", "x-whatever", "en-x-us", "i-klingon", "en-GB-oed", "sgn-BE-FR", "art-lojban",
		"qaa-Qaaa-QM-x-southern", "abcd", "abcdefgh",
	}
	bad := []string{
		"e", "en_GB", "en-", "-en", "en--GB", "en GB", "en-GB-", "abcdefghi", "a-DE", "12", "en-u", "en-x", "x", "x-", "en-a-x-b", "en-u-co-x",
		"de-419-DE", "zh-Hans-Hant", "en-GB-US", "en-abc-def-ghi-jkl", "é", "en-1", "#en", "en,fr", "*",
	}
	for _, tag := range good {
		require.Empty(t, validate(t, strings.Replace(imscOpen, `"en"`, `"`+tag+`"`, 1)+`</tt>`, ttml.IMSC11), tag)
	}
	for _, tag := range bad {
		problems := validate(t, strings.Replace(imscOpen, `"en"`, `"`+tag+`"`, 1)+`</tt>`, ttml.IMSC11)
		require.Equal(t, "lang-syntax", ruleNames(problems), tag)
	}
}

func TestValidateIDs(t *testing.T) {
	for id, ok := range map[string]bool{
		"a": true, "_": true, "ad-1": true, "a.b": true, "é": true, "Ω1": true, "字幕": true, "𐀀": true, "a·b": true, "🎬": true,
		"": false, "1": false, "-a": false, ".a": false, "a b": false, "a:b": false, "a×b": false, "a&#x2028;": false, "a/b": false,
	} {
		problems := validate(t, imscOpen+`<body xml:id="`+id+`"/></tt>`, ttml.IMSC11)
		require.Equal(t, ok, len(problems) == 0, "%q: %v", id, problems)
	}
}

// styleValues are values of tts: attributes that are legal, and that are not.
var styleValues = []struct {
	profiles  string // of those that have the attribute: the first letters
	attr      string
	good, bad string // separated by |
}{
	{"id", "backgroundColor", "#000000|#00000080|#AbCdEf|red|transparent|rgb(0,0,0)|rgb(255, 255, 255)|rgba(0,0,0,128)|inherit", "|#000|#00000g|000000|rgb(0,0)|rgb(0,0,0,0)|rgb(0,0,300)|rgb(a,b,c)|grey|RED"},
	{"id", "direction", "ltr|rtl", "left|"},
	{"i", "display", "auto|none", "inline|inlineBlock"},
	{"d", "display", "auto|none|inlineBlock", "inline"},
	{"id", "fontFamily", "default|proportionalSansSerif|Arial,sansSerif|\u2018Open Sans\u2019", "|,|a,,b"},
	{"id", "fontSize", "100%|1.5em", "10|10pt|%|large|1.%|.|+%"},
	{"i", "fontSize", "+5%|.5em", "1em 2em"},
	{"d", "fontSize", "1em 2em|1c", "1em 2em 3em"},
	{"id", "fontStyle", "normal|italic|oblique", "bold"},
	{"id", "fontWeight", "normal|bold", "700"},
	{"id", "lineHeight", "normal|125%|1.2em", "1.2|auto"},
	{"id", "opacity", "0|1|0.5", "50%|half"},
	{"id", "overflow", "visible|hidden", "scroll"},
	{"id", "padding", "1%|1% 2%|1% 2% 3%|1% 2% 3% 4%", "|1|1% 2% 3% 4% 5%"},
	{"id", "showBackground", "always|whenActive", "never"},
	{"i", "textAlign", "left|center|right|start|end", "middle|justify"},
	{"d", "textAlign", "left|center|right|start|end|justify", "middle"},
	{"id", "textDecoration", "none|underline|lineThrough overline|noUnderline", "|blink|underline underline|underline noUnderline|none underline"},
	{"id", "textOutline", "none|1%|black 5%|rgb(0,0,0) 5%", "|black|5% black"},
	{"i", "textShadow", "none|1% 1%|1% -1% black|1% 1% 1% #000000,2% 2%|1em 1em rgba(0, 0, 0, 1)", "|1%|black|1% 1%,|1% 1% 1% 1%"},
	{"i", "textEmphasis", "none|auto|auto before|filled circle|open|sesame outside|after dot open", "|circle circle|white filled circle|filled open|none dot|before after"},
	{"i", "rubyReserve", "none|both|outside 1em|before 6.7rh", "|none outside|20% outside|outside outside"},
	{"i", "textCombine", "none|all", "non|digits 2"},
	{"i", "shear", "10%|-16.78842%", "16.78842|50 %"},
	{"i", "position", "center|left 20% center|bottom 25rh left 25rw|10% 20%", "centre|center 25em|1 2|a b c d e"},
	{"i", "luminanceGain", "1|1.5", "-1|x"},
	{"id", "unicodeBidi", "normal|embed|bidiOverride", "override"},
	{"id", "visibility", "visible|hidden", "collapse"},
	{"id", "wrapOption", "wrap|noWrap", "nowrap"},
	{"id", "writingMode", "lrtb|rltb|tbrl|tblr|lr|rl|tb", "vertical"},
	{"id", "zIndex", "auto|1|-1", "1.5|top"},
}

func TestValidateStyleValues(t *testing.T) {
	open := map[rune]string{'i': imscOpen, 'd': daptOpen}
	profile := map[rune]ttml.Profile{'i': ttml.IMSC11, 'd': ttml.DAPT}
	for _, v := range styleValues {
		for _, p := range v.profiles {
			check := func(value, rules string) {
				doc := open[p] + `<body tts:` + v.attr + `="` + value + `"/></tt>`
				require.Equal(t, rules, ruleNames(validate(t, doc, profile[p])), "%c: %s=%q", p, v.attr, value)
			}
			for _, value := range strings.Split(v.good, "|") {
				check(value, "")
			}
			for _, value := range strings.Split(v.bad, "|") {
				check(value, "style-value")
			}
		}
	}
}

func TestValidatorReadsNoMoreThanIsAllowed(t *testing.T) {
	v := conform.Validator{MaxBytes: 10}
	_, err := v.Validate(strings.NewReader("<tt xmlns='http://www.w3.org/ns/ttml'/>"), ttml.IMSC11)
	require.ErrorIs(t, err, script.ErrTooLarge)
	_, _, err = v.ValidateStated(strings.NewReader("<tt xmlns='http://www.w3.org/ns/ttml'/>"))
	require.ErrorIs(t, err, script.ErrTooLarge)
}

func ExampleValidate() {
	f, err := os.Open("testdata/dapt.ttml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	problems, err := conform.Validate(f, ttml.EBUTTD)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("valid:", conform.Valid(problems))
	for _, p := range problems[:3] {
		fmt.Println(p)
	}
	// Output:
	// valid: false
	// 2:1: time-base: missing value: ttp:timeBase on tt
	// 3:5: attribute: ttp:contentProfiles is not allowed on tt
	// 3:77: attribute: ttp:frameRate is not allowed on tt
}
