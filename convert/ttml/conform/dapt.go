package conform

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/script"
)

const descTypes = "pronunciationNote scene plotSignificance" // DAPT's registry

// checkDAPT applies what only DAPT demands.
func (c *checker) checkDAPT() {
	c.checkDAPTRoot()
	c.checkOriginTimecode()
	c.checkTalents()
	scripted := c.scriptRepresents()
	place := c.root.child("head").child("metadata")
	c.root.each(func(n *node) {
		c.checkDAPTAttrs(n, scripted)
		switch n.name {
		case "div":
			c.checkEvent(n)
		case "p":
			c.checkTextLanguage(n)
		case "ttm:agent":
			c.checkAgent(n, place)
		case "ttm:actor":
			c.checkActor(n)
		case "audio":
			c.checkAudioLanguage(n)
			c.checkResource(n)
		case "data":
			c.checkResource(n)
		}
		c.checkSound(n)
	})
}

func (c *checker) checkDAPTRoot() {
	list, ok := c.root.attr("ttp:contentProfiles")
	switch {
	case !ok:
		c.onNode(c.root, "content-profiles", missing("ttp:contentProfiles on tt"))
	case !slices.Contains(designators(list), vocab.DesignDAPT):
		c.onAttr(c.root, "ttp:contentProfiles", "content-profiles", badValue("ttp:contentProfiles", list, "among others "+vocab.DesignDAPT))
	}
	if v, ok := c.root.attr("ttp:profile"); ok {
		c.onAttr(c.root, "ttp:profile", "profile-attribute", badValue("ttp:profile", v, "ttp:contentProfiles instead"))
	}
	if list, ok := c.root.attr("ttp:processorProfiles"); ok && !slices.Contains(designators(list), vocab.DesignDAPTProcessor) {
		c.onAttr(c.root, "ttp:processorProfiles", "processor-profiles", badValue("ttp:processorProfiles", list, "among others "+vocab.DesignDAPTProcessor))
	}
	kind, ok := c.root.attr("daptm:scriptType")
	switch {
	case !ok:
		c.onNode(c.root, "script-type", missing("daptm:scriptType on tt"))
	case !slices.Contains(vocab.ScriptTypes, kind):
		c.onAttr(c.root, "daptm:scriptType", "script-type", badValue("daptm:scriptType", kind, strings.Join(vocab.ScriptTypes, " or ")))
	}
	if v, ok := c.root.attr("daptm:langSrc"); ok && v == "" {
		c.onAttr(c.root, "daptm:langSrc", "lang-source-empty", badValue("daptm:langSrc", v, "a language, or zxx where there is none"))
	}
}

// scriptRepresents returns the content descriptors of the script.
func (c *checker) scriptRepresents() []string {
	list, ok := c.root.attr("daptm:scriptRepresents")
	items := strings.Fields(list)
	if !ok || len(items) == 0 {
		c.onAttr(c.root, "daptm:scriptRepresents", "script-represents", missing("daptm:scriptRepresents on tt"))
	}
	for _, item := range items {
		if !vocab.IsDescriptor(item) {
			c.onAttr(c.root, "daptm:scriptRepresents", "script-represents", badValue("daptm:scriptRepresents", item, vocab.WantDescriptor))
		}
	}
	return items
}

// isSubtype reports whether s is one of the descriptors or a sub-type.
func isSubtype(s string, of []string) bool {
	return slices.ContainsFunc(of, func(o string) bool { return s == o || strings.HasPrefix(s, o+".") })
}

// checkDAPTAttrs checks the daptm: attributes of any element.
func (c *checker) checkDAPTAttrs(n *node, scripted []string) {
	for _, a := range n.attrs {
		switch a.name {
		case "daptm:represents":
			c.checkRepresents(n, a.value, scripted)
		case "daptm:langSrc":
			if a.value != "" && !script.IsLanguage(a.value) {
				c.onAttr(n, a.name, "lang-source", badValue(a.name, a.value, "a language tag such as en-GB, or zxx"))
			}
		case "daptm:onScreen":
			if !oneOf(a.value, "ON OFF ON_OFF OFF_ON") {
				c.onAttr(n, a.name, "on-screen", badValue(a.name, a.value, "ON, OFF, ON_OFF or OFF_ON"))
			}
		case "daptm:descType":
			if !oneOf(a.value, descTypes) && (!strings.HasPrefix(a.value, "x-") || len(a.value) == 2) {
				c.onAttr(n, a.name, "desc-type", badValue(a.name, a.value, "scene, pronunciationNote, plotSignificance or a name that begins with x-"))
			}
		case "tta:speak":
			if kind, _ := c.root.attr("daptm:scriptType"); kind == "asRecorded" && a.value != "none" && c.first("speak-late") {
				c.onAttr(n, a.name, "speak-late", errors.New("synthesised speech in an asRecorded script"))
			}
		}
	}
}

func (c *checker) checkRepresents(n *node, value string, scripted []string) {
	switch {
	case strings.TrimSpace(value) == "" && (n.name == "p" || n.name == "span"):
		c.onAttr(n, "daptm:represents", "represents", badValue("daptm:represents", value, vocab.WantDescriptor))
	case value == "":
		return // reported at the events that inherit it
	case !vocab.IsDescriptor(value):
		c.onAttr(n, "daptm:represents", "represents", badValue("daptm:represents", value, vocab.WantDescriptor))
	case len(scripted) > 0 && !isSubtype(value, scripted):
		c.onAttr(n, "daptm:represents", "represents-subtype", badValue("daptm:represents", value, "one of "+strings.Join(scripted, ", ")+", or a sub-type"))
	}
}

// checkEvent checks a div, which is a script event when it has an xml:id and
// no div within.
func (c *checker) checkEvent(div *node) {
	inner := div.child("div") != nil
	texts := slices.ContainsFunc(div.kids, func(k *node) bool { return k.name == "p" && k.hasText() })
	switch {
	case inner && texts:
		c.onNode(div, "event-nested", errors.New("a div with both text and div children is no script event"))
	case !inner && texts && !div.has("xml:id"):
		c.onNode(div, "event-id", missing("xml:id of a div with text"))
	}
	if inner || !div.has("xml:id") {
		return
	}
	if v, _ := div.inherited("daptm:represents"); v == "" {
		c.onNode(div, "represents-missing", missing("daptm:represents of the script event"))
	}
	c.checkTranslations(div)
	for _, name := range [...]string{"begin", "end"} {
		if !div.has(name) && (name == "begin" || !div.has("dur")) {
			c.onNode(div, "event-time", missing("%s of the script event", name))
		}
	}
}

// checkTextLanguage reports the first text that does not say its language.
func (c *checker) checkTextLanguage(p *node) {
	if !p.has("xml:lang") && p.hasText() && c.first("text-lang") {
		c.onNode(p, "text-lang", missing("xml:lang of p"))
	}
}

func (c *checker) checkOriginTimecode() {
	var seen bool
	c.root.each(func(n *node) {
		if n.name != "daptm:daptOriginTimecode" {
			return
		}
		if seen {
			c.onNode(n, "origin-timecode-count", errors.New("a second daptm:daptOriginTimecode"))
		}
		seen = true
		c.checkTimecode(n)
	})
}

func (c *checker) checkTimecode(n *node) {
	if n.parent.name != "metadata" || n.parent.parent == nil || n.parent.parent.name != "head" {
		c.onNode(n, "origin-timecode", errors.New("daptm:daptOriginTimecode is not in head/metadata"))
	}
	value := strings.TrimSpace(n.data)
	parts := strings.Split(value, ":")
	if len(parts) != 4 || len(parts[0]) < 2 || !all(parts[0], isDigit) || !isSixty(parts[1], 59) || !isSixty(parts[2], 59) ||
		len(parts[3]) < 2 || !all(parts[3], isDigit) {
		c.onNode(n, "origin-timecode", badValue("daptm:daptOriginTimecode", value, "hh:mm:ss:ff"))
		return
	}
	frames, err := strconv.Atoi(parts[3])
	switch {
	case !c.root.has("ttp:frameRate"):
		c.onNode(n, "origin-timecode-rate", missing("ttp:frameRate on tt, for daptm:daptOriginTimecode"))
	case c.params.frameRate > 0 && (err != nil || frames >= c.params.frameRate):
		c.onNode(n, "origin-timecode-rate", badValue("daptm:daptOriginTimecode", value, fmt.Sprintf("frames below %d", c.params.frameRate)))
	}
}

// checkAgent checks a ttm:agent, which belongs in the element place.
func (c *checker) checkAgent(n, place *node) {
	kind, typed := n.attr("type")
	name := n.child("ttm:name")
	switch {
	case !n.has("xml:id"):
		c.onNode(n, "agent", missing("xml:id of the ttm:agent"))
	case !typed:
		c.onNode(n, "agent", missing("type of the ttm:agent"))
	case name == nil:
		c.onNode(n, "agent", missing("ttm:name in the ttm:agent"))
	case kind == "character" && !hasName(n, "alias"):
		c.onNode(name, "agent", missing("ttm:name of type alias in a character"))
	case kind == "person" && !hasName(n, "full"):
		c.onNode(name, "agent", missing("ttm:name of type full in a person"))
	}
	if n.parent != place {
		c.onNode(n, "agent-place", errors.New("ttm:agent outside of the first metadata in head"))
	}
}

// hasName reports whether an agent has a name of a type.
func hasName(agent *node, kind string) bool {
	return slices.ContainsFunc(agent.kids, func(k *node) bool { v, _ := k.attr("type"); return k.name == "ttm:name" && v == kind })
}

func (c *checker) checkActor(n *node) {
	id, _ := n.attr("agent")
	actor := c.ids[id]
	kind := ""
	if actor != nil {
		kind, _ = actor.attr("type")
	}
	if actor == nil || actor.name != "ttm:agent" || actor == n.parent || kind != "person" {
		c.onAttr(n, "agent", "agent-actor", badValue("agent", id, "the xml:id of another ttm:agent, of type person"))
	}
}
