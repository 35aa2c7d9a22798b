package conform

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// checkSound checks an audio, source or data element: where its sound is, and
// of what type.
func (c *checker) checkSound(n *node) {
	switch n.name {
	case "audio":
		c.checkAudioSource(n)
	case "source":
		if n.parent.name == "audio" || n.parent.name == "image" || n.parent.name == "font" {
			c.checkSource(n)
		}
	case "data":
		c.checkData(n)
	}
}

// checkAudioSource checks that an audio says in one way where its sound is.
func (c *checker) checkAudioSource(n *node) {
	_, linked := n.attr("src")
	listed := n.child("source") != nil
	switch {
	case linked && listed:
		c.onAttr(n, "src", "audio-source", errors.New("audio with both src and source"))
	case !linked && !listed:
		c.onNode(n, "audio-source", missing("src of the audio, or a source in it"))
	case linked:
		c.checkLink(n, "audio")
	}
	for _, name := range [...]string{"clipBegin", "clipEnd"} {
		if v, ok := n.attr(name); ok && strings.Contains(v, ":") {
			c.onAttr(n, name, "clip-time", badValue(name, v, "an offset such as 1.5s"))
		}
	}
}

// checkSource checks a source, which links to a sound or holds it.
func (c *checker) checkSource(n *node) {
	_, linked := n.attr("src")
	held := n.child("data") != nil
	switch {
	case linked && held:
		c.onAttr(n, "src", "audio-source", errors.New("source with both src and data"))
	case !linked && !held:
		c.onNode(n, "audio-source", missing("src of the source, or data in it"))
	case linked:
		c.checkLink(n, "source")
	}
}

// checkLink checks the src of n: outside of the document it needs a type;
// within, it leads to something in resources that has one.
func (c *checker) checkLink(n *node, what string) {
	src, _ := n.attr("src")
	id, within := strings.CutPrefix(src, "#")
	if !within {
		if !n.has("type") && n.parent.name != "resources" {
			c.onNode(n, "audio-type", missing("type of the %s", what))
		}
		return
	}
	target := c.ids[id]
	if target == nil || target.parent == nil || target.parent.name != "resources" || target.name != "audio" && target.name != "data" || target == n {
		c.onAttr(n, "src", "audio-fragment", badValue("src", src, "# and the xml:id of an audio or data in resources"))
	}
}

// checkData checks embedded data: its type, and that there is some.
func (c *checker) checkData(n *node) {
	if s := n.child("source"); s != nil {
		c.onNode(s, "source-data", errors.New("source within data"))
		return
	}
	if !n.has("type") {
		c.onNode(n, "audio-type", missing("type of the data"))
	}
	if chunk := n.child("chunk"); n.text >= 0 && chunk != nil {
		c.onNode(chunk, "data-mixed", errors.New("chunk in data that has text"))
	}
	if n.text < 0 && n.child("chunk") == nil && !n.has("src") {
		c.onNode(n, "data-empty", missing("content of the data, or chunk in it"))
	}
}

// checkResource checks that an audio in resources can be referred to.
func (c *checker) checkResource(n *node) {
	if n.parent.name != "resources" || n.name != "audio" && n.name != "data" {
		return
	}
	if !n.has("xml:id") {
		c.onNode(n, "audio-resource", missing("xml:id of the %s in resources", n.name))
	}
	if n.name == "audio" && !n.has("type") {
		c.onNode(n, "audio-type", missing("type of the audio in resources"))
	}
}

// checkAudioStyle holds tta:gain, tta:pan and tta:pitch against their grammar.
// An animation has a list of values of the first two.
func (c *checker) checkAudioStyle(n *node, a attribute) {
	values := []string{a.value}
	if n.name == "animate" {
		values = strings.Split(a.value, ";")
	}
	for _, v := range values {
		v = strings.TrimSpace(v)
		ok, want := isSigned(v), "a number"
		if a.name == "tta:pitch" {
			ok, want = isPitch(v) && n.name != "animate", "a percentage, or a number with hz or st or without, that is not animated"
		}
		if !ok {
			c.onAttr(n, a.name, "audio-style", badValue(a.name, a.value, want))
			return
		}
	}
}

func isPitch(v string) bool {
	for _, unit := range [...]string{"%", "hz", "st"} {
		if number, ok := strings.CutSuffix(v, unit); ok {
			return isSigned(number)
		}
	}
	return isSigned(v)
}

// checkAnimation holds the attributes that say how an animation runs against
// their grammar.
func (c *checker) checkAnimation(n *node, a attribute) {
	ok, want := true, ""
	switch a.name {
	case "keyTimes":
		ok, want = isKeyTimes(a.value), "times from 0 to 1 that do not fall, separated by semicolons"
	case "keySplines":
		ok, want = isKeySplines(a.value), "four numbers from 0 to 1 for each span, separated by semicolons"
	case "repeatCount":
		ok, want = a.value == "indefinite" || isNumber(a.value) && strings.Trim(a.value, "0.") != "", "indefinite or a number above 0"
	}
	if !ok {
		c.onAttr(n, a.name, "animation-value", badValue(a.name, a.value, want))
	}
}

func isKeyTimes(v string) bool {
	last := new(big.Rat)
	for part := range strings.SplitSeq(v, ";") {
		t, ok := unitInterval(strings.TrimSpace(part))
		if !ok || t.Cmp(last) < 0 {
			return false
		}
		last = t
	}
	return true
}

func isKeySplines(v string) bool {
	for part := range strings.SplitSeq(v, ";") {
		numbers := strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == ',' })
		if len(numbers) != 4 {
			return false
		}
		for _, n := range numbers {
			if _, ok := unitInterval(n); !ok {
				return false
			}
		}
	}
	return true
}

// unitInterval reads a number from 0 to 1.
func unitInterval(s string) (*big.Rat, bool) {
	if !isNumber(s) {
		return nil, false
	}
	r, ok := parseRat(s)
	return r, ok && r.Cmp(big.NewRat(1, 1)) <= 0
}

// checkAudioLanguage checks that audio is in the language of its text.
func (c *checker) checkAudioLanguage(n *node) {
	if n.parent.name == "resources" {
		return
	}
	around, _ := n.parent.inherited("xml:lang")
	n.each(func(k *node) {
		if lang, ok := k.attr("xml:lang"); ok && !strings.EqualFold(lang, around) {
			c.onAttr(k, "xml:lang", "audio-lang", badValue("xml:lang", lang, fmt.Sprintf("%q, as the text has", around)))
		}
		src, _ := k.attr("src")
		if target := c.ids[strings.TrimPrefix(src, "#")]; strings.HasPrefix(src, "#") && target != nil && target != k {
			if lang, ok := target.attr("xml:lang"); ok && !strings.EqualFold(lang, around) {
				c.onAttr(k, "src", "audio-lang", badValue("xml:lang of "+script.Shorten(src), lang, fmt.Sprintf("%q, as the text has", around)))
			}
		}
	})
	if kind, _ := c.root.attr("daptm:scriptType"); kind == "preRecording" && c.first("audio-early") {
		c.onNode(n, "audio-early", errors.New("audio in a preRecording script"))
	}
}
