package conform

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
)

// region is a region and when text is in it.
type region struct {
	node      *node
	box       box
	placed    bool // box is known
	intervals []presence
}

// box is an area in percent of the root container.
type box struct{ left, top, right, bottom *big.Rat }

// presence is when a p is in a region.
type presence struct {
	node       *node
	begin, end seconds // an unknown end is open
}

// collectRegions returns the regions of layout.
func (c *checker) collectRegions() []*region {
	var regions []*region
	c.regionOf = make(map[*node]*region)
	layout := c.root.child("head").child("layout")
	if layout == nil {
		return nil
	}
	for _, k := range layout.kids {
		if k.name == "region" {
			r := &region{node: k}
			regions = append(regions, r)
			c.regionOf[k] = r
		}
	}
	return regions
}

// presented notes that the text of p is in a region for a time.
func (c *checker) presented(p *node, in interval) {
	if len(c.regions) == 0 {
		return
	}
	id, ok := p.inherited("region")
	if !ok && !slices.ContainsFunc(p.kids, func(k *node) bool { return k.has("region") }) {
		c.onNode(p, "region-none", missing("region of p"))
		return
	}
	if !in.known || len(c.regions) < 2 {
		return
	}
	if r := c.regionOf[c.ids[strings.TrimSpace(id)]]; r != nil {
		r.intervals = append(r.intervals, presence{p, in.begin, in.end})
	}
}

// checkRegions applies IMSC's rules to all regions.
func (c *checker) checkRegions() {
	units := "px % rw rh"
	if c.profile == ttml.IMSC1 {
		units = "px %"
	}
	for _, r := range c.regions {
		c.checkExtent(r, units)
		c.checkOrigin(r)
	}
	if len(c.regions) > 1 && !c.hidesContent() {
		c.sweep()
	}
}

func (c *checker) checkExtent(r *region, units string) {
	extent, ok := r.node.attr("tts:extent")
	if !ok && c.profile == ttml.IMSC11 {
		if extent, ok = c.resolve(r.node, "tts:extent"); !ok {
			extent, ok = c.initial("tts:extent")
		}
	}
	switch {
	case !ok:
		c.onNode(r.node, "region-extent", missing("tts:extent of the region"))
		return
	case !isLengths(extent, 2, 2, units):
		c.onAttr(r.node, "tts:extent", "region-extent", badValue("tts:extent", extent, "two lengths in "+strings.ReplaceAll(units, " ", ", ")))
		return
	}
	c.checkUnits(r.node, attribute{name: "tts:extent", value: extent}, "extent")
	width, height, _ := strings.Cut(strings.Join(strings.Fields(extent), " "), " ")
	if strings.HasSuffix(width, "rh") || strings.HasSuffix(height, "rw") {
		c.onAttr(r.node, "tts:extent", "region-extent", badValue("tts:extent", extent, "rw for the width and rh for the height"))
		return
	}
	c.place(r, width, height)
}

func (c *checker) checkOrigin(r *region) {
	origin, ok := r.node.attr("tts:origin")
	if !ok {
		return
	}
	if !isLengths(origin, 2, 2, "px %") && (origin != "auto" || c.profile == ttml.IMSC11) {
		c.onAttr(r.node, "tts:origin", "region-origin", badValue("tts:origin", origin, "two lengths in px or %"))
		return
	}
	c.checkUnits(r.node, attribute{name: "tts:origin", value: origin}, "origin")
}

// place works out the box of a region and holds it against the root container.
func (c *checker) place(r *region, width, height string) {
	if r.node.child("set") != nil {
		return
	}
	if position, ok := c.resolve(r.node, "tts:position"); ok {
		c.placeAt(r, position, width, height)
		return
	}
	x, y := "0%", "0%"
	if origin, ok := c.resolve(r.node, "tts:origin"); ok && origin != "auto" {
		f := strings.Fields(origin)
		if len(f) != 2 {
			return
		}
		x, y = f[0], f[1]
	}
	rootWidth, rootHeight := c.rootPixels()
	left, w := percentOf(x, rootWidth), percentOf(width, rootWidth)
	top, h := percentOf(y, rootHeight), percentOf(height, rootHeight)
	if left == nil || w == nil || top == nil || h == nil {
		return
	}
	c.put(r, box{left, top, w.Add(left, w), h.Add(top, h)}, x+" "+y+", "+width+" "+height)
}

// placeAt is place for a region that is placed by tts:position.
func (c *checker) placeAt(r *region, position, width, height string) {
	rootWidth, rootHeight := c.rootPixels()
	w, h := percentOf(width, rootWidth), percentOf(height, rootHeight)
	if w == nil || h == nil {
		return
	}
	left, top := c.offsets(position, w, h)
	if left == nil || top == nil {
		return
	}
	c.put(r, box{left, top, new(big.Rat).Add(left, w), new(big.Rat).Add(top, h)}, position+", "+width+" "+height)
}

// put gives a region its box, which is to be within the root container.
func (c *checker) put(r *region, b box, said string) {
	r.box, r.placed = b, true
	rule := "region-bounds"
	if c.profile == ttml.EBUTTD {
		rule = "region-outside"
	}
	if b.outside() {
		c.onNode(r.node, rule, badValue("region", said, "an area within the root container"))
	}
}

// rootPixels returns width and height of the root container, or nil.
func (c *checker) rootPixels() (w, h *big.Rat) {
	extent, _ := c.root.attr("tts:extent")
	if !isLengths(extent, 2, 2, "px") {
		return nil, nil
	}
	f := strings.Fields(extent)
	w, _ = parseRat(strings.TrimSuffix(f[0], "px"))
	h, _ = parseRat(strings.TrimSuffix(f[1], "px"))
	return w, h
}

// percentOf returns a length in percent of a side of the root container,
// or nil when that cannot be told.
func percentOf(length string, pixels *big.Rat) *big.Rat {
	number, unit, ok := parseLength(length)
	n, ok2 := parseRat(number)
	if !ok || !ok2 {
		return nil
	}
	switch unit {
	case "%", "rw", "rh":
		return n
	case "px":
		if pixels != nil && pixels.Sign() > 0 {
			return n.Quo(n.Mul(n, big.NewRat(100, 1)), pixels)
		}
	}
	return nil
}

func (b box) outside() bool {
	whole := big.NewRat(100, 1)
	return b.left.Sign() < 0 || b.top.Sign() < 0 || b.right.Cmp(whole) > 0 || b.bottom.Cmp(whole) > 0
}

func (b box) overlaps(o box) bool {
	return b.left.Cmp(o.right) < 0 && o.left.Cmp(b.right) < 0 && b.top.Cmp(o.bottom) < 0 && o.top.Cmp(b.bottom) < 0
}

// hidesContent reports whether some style keeps content from being presented,
// which the sweep does not follow.
func (c *checker) hidesContent() bool {
	hides := false
	c.root.each(func(n *node) {
		hides = hides || n.has("tts:display") || n.has("tts:visibility") || n.has("tts:opacity") ||
			n.name == "region" && (n.has("begin") || n.has("end") || n.has("dur"))
	})
	return hides
}

// edge is a moment at which text enters or leaves a region.
type edge struct {
	at     seconds
	enter  bool
	region int
	node   *node
}

// sweep goes through time and reports when two regions that are presented
// overlap, or too many are presented, where it ends.
func (c *checker) sweep() {
	edges := c.edges()
	count := make([]int, len(c.regions))
	var active []int
	reported := make(map[[2]int]bool)
	for _, e := range edges {
		if !e.enter {
			if count[e.region]--; count[e.region] == 0 {
				active = slices.DeleteFunc(active, func(r int) bool { return r == e.region })
			}
			continue
		}
		if count[e.region]++; count[e.region] > 1 {
			continue
		}
		c.compare(e, active, reported)
		if active = append(active, e.region); len(active) > 4 {
			c.onNode(e.node, "region-count", fmt.Errorf("more than four regions are presented together"))
			return
		}
	}
}

// edges returns all enterings and leavings in order of time; at one moment
// leaving comes first.
func (c *checker) edges() []edge {
	var edges []edge
	for i, r := range c.regions {
		if c.alwaysShown(r.node) {
			edges = append(edges, edge{zeroSeconds, true, i, r.node})
		}
		for _, p := range r.intervals {
			edges = append(edges, edge{p.begin, true, i, p.node})
			if p.end.known() {
				edges = append(edges, edge{p.end, false, i, p.node})
			}
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int {
		if n := a.at.compare(b.at); n != 0 {
			return n
		}
		switch {
		case a.enter == b.enter:
			return 0
		case b.enter:
			return -1
		}
		return 1
	})
	return edges
}

// alwaysShown reports whether the background of a region is visible without
// text in it.
func (c *checker) alwaysShown(region *node) bool {
	color, ok := c.resolve(region, "tts:backgroundColor")
	if !ok || color == "transparent" || len(color) == 9 && strings.HasSuffix(color, "00") || strings.HasPrefix(color, "rgba(") {
		return false
	}
	show, ok := c.resolve(region, "tts:showBackground")
	return !ok || show == "always"
}

func (c *checker) compare(e edge, active []int, reported map[[2]int]bool) {
	one := c.regions[e.region]
	for _, i := range active {
		pair := [2]int{min(i, e.region), max(i, e.region)}
		other := c.regions[i]
		if reported[pair] || !one.placed || !other.placed || !one.box.overlaps(other.box) {
			continue
		}
		reported[pair] = true
		a, _ := one.node.attr("xml:id")
		b, _ := other.node.attr("xml:id")
		c.onNode(e.node, "region-overlap", fmt.Errorf("regions %q and %q overlap and are presented together", a, b))
	}
}
