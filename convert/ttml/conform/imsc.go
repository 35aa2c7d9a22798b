package conform

import (
	"errors"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/vocab"
)

// designLater are the designators of later versions.
const designLater = "http://www.w3.org/ns/ttml/profile/imsc1.2/text http://www.w3.org/ns/ttml/profile/imsc1.3/text"

const (
	designIMSC11Image = "http://www.w3.org/ns/ttml/profile/imsc1.1/image"
	designIMSC1Image  = "http://www.w3.org/ns/ttml/profile/imsc1/image"
)

// checkIMSC applies what only IMSC demands.
func (c *checker) checkIMSC() {
	c.checkDesignators()
	c.checkPositions()
	c.checkRegions()
	c.checkLineHeights()
	if c.profile == ttml.IMSC11 { // the other has no ruby at all
		c.checkRuby()
	}
	c.checkProgressive()
	c.root.each(c.checkAltTexts)
	if c.root.has("ittp:aspectRatio") && c.root.has("ttp:displayAspectRatio") {
		c.onAttr(c.root, "ttp:displayAspectRatio", "aspect-ratio", errors.New("both ittp:aspectRatio and ttp:displayAspectRatio"))
	}
}

// checkAltTexts checks the text equivalents in a metadata element, which IMSC
// 1.1 prefers to be items.
func (c *checker) checkAltTexts(n *node) {
	if n.name != "metadata" {
		return
	}
	languages := map[string]bool{}
	for _, k := range n.kids {
		name, _ := k.attr("name")
		if k.name != "ittm:altText" && (k.name != "ttm:item" || name != "altText") {
			continue
		}
		if k.name == "ittm:altText" && c.profile == ttml.IMSC11 && c.first("alt-text-deprecated") {
			c.onNode(k, "alt-text-deprecated", errors.New(`ittm:altText rather than ttm:item name="altText"`))
		}
		language, _ := k.inherited("xml:lang")
		if languages[strings.ToLower(language)] {
			c.onNode(k, "alt-text-double", errors.New("a second text equivalent in the same language"))
		}
		languages[strings.ToLower(language)] = true
	}
}

// standards returns the ebuttm:conformsToStandard elements of head.
func (c *checker) standards() []*node {
	var found []*node
	c.root.child("head").each(func(n *node) {
		if n.name == "ebuttm:conformsToStandard" {
			found = append(found, n)
		}
	})
	return found
}

// claims returns all designators with which the document names profiles.
func (c *checker) claims() []string {
	list, _ := c.root.attr("ttp:contentProfiles")
	claims := designators(list)
	if one, ok := c.root.attr("ttp:profile"); ok {
		claims = append(claims, strings.TrimSpace(one))
	}
	for _, n := range c.standards() {
		claims = append(claims, strings.TrimSpace(n.data))
	}
	return claims
}

// statedProfile returns the profile that the document says it conforms to.
func (c *checker) statedProfile() ttml.Profile {
	claims := c.claims()
	for _, p := range []struct {
		design string
		ttml.Profile
	}{{vocab.DesignDAPT, ttml.DAPT}, {vocab.DesignEBUTTD, ttml.EBUTTD}, {vocab.DesignEBUTTD18, ttml.EBUTTD}, {vocab.DesignIMSC11, ttml.IMSC11}, {vocab.DesignIMSC1, ttml.IMSC1}} {
		if slices.Contains(claims, p.design) {
			return p.Profile
		}
	}
	return ttml.IMSC11
}

// designators returns the items of ttp:contentProfiles, which may be
// within all(...) or any(...).
func designators(list string) []string {
	list = strings.TrimSpace(list)
	for _, prefix := range [...]string{"all(", "any("} {
		if inner, ok := strings.CutPrefix(list, prefix); ok {
			list = strings.TrimSuffix(inner, ")")
		}
	}
	return strings.Fields(list)
}

func (c *checker) checkDesignators() {
	claims := c.claims()
	want, attr := vocab.DesignIMSC11, "ttp:contentProfiles"
	if c.profile == ttml.IMSC1 {
		want, attr = vocab.DesignIMSC1, "ttp:profile"
	}
	later := slices.IndexFunc(claims, func(claim string) bool { return oneOf(claim, designLater) })
	switch {
	case slices.Contains(claims, want):
	case later >= 0:
		c.onAttr(c.root, attr, "designator-later", badValue(attr, claims[later], want+": the document is held against IMSC 1.1, as the rules of later versions are not known"))
	default:
		c.onAttr(c.root, attr, "designator", missing("%s %s", attr, want))
	}
	if slices.Contains(claims, want) && (slices.Contains(claims, designIMSC11Image) || slices.Contains(claims, designIMSC1Image)) {
		c.onAttr(c.root, attr, "designator-conflict", errors.New("the document claims both the text and the image profile"))
	}
	if c.profile == ttml.IMSC11 && c.root.has("ttp:profile") && c.root.has("ttp:contentProfiles") {
		c.onAttr(c.root, "ttp:profile", "designator-mixed", errors.New("both ttp:profile and ttp:contentProfiles"))
	}
}

// checkPositions reports documents that use both origin and position.
func (c *checker) checkPositions() {
	var origin bool
	var position *node
	c.root.each(func(n *node) {
		origin = origin || n.has("tts:origin")
		if position == nil && n.has("tts:position") {
			position = n
		}
	})
	if origin && position != nil {
		c.onAttr(position, "tts:position", "region-position", errors.New("both tts:origin and tts:position in one document"))
	}
}

// checkLineHeights reports the first p whose line height is not set.
func (c *checker) checkLineHeights() {
	if v, ok := c.initial("tts:lineHeight"); ok && v != "normal" {
		return
	}
	known := make(map[*node]string)
	c.root.child("body").each(func(n *node) {
		if n.name == "p" && !c.once["line-height"] && !c.hasLineHeight(n, known) && c.first("line-height") {
			c.onNode(n, "line-height", missing("tts:lineHeight of p"))
		}
	})
}

// hasLineHeight reports whether p, an element around it or its region sets a
// line height other than normal. What it finds out of all but p is kept.
func (c *checker) hasLineHeight(p *node, known map[*node]string) bool {
	height := func(n *node) string {
		v, seen := known[n]
		if !seen {
			v, _ = c.resolve(n, "tts:lineHeight")
			known[n] = v
		}
		return v
	}
	if v, ok := c.resolve(p, "tts:lineHeight"); ok {
		return v != "normal"
	}
	for n := p.parent; n != nil; n = n.parent {
		if v := height(n); v != "" {
			return v != "normal"
		}
	}
	id, _ := p.inherited("region")
	region := c.ids[id]
	return region != nil && height(region) != "" && height(region) != "normal"
}
