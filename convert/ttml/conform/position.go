package conform

import (
	"math/big"
	"strings"
)

// offsets returns where tts:position puts a region of a size, both in percent
// of the root container, or nil where that cannot be told.
func (c *checker) offsets(position string, width, height *big.Rat) (left, top *big.Rat) {
	across, down, ok := splitPosition(strings.Fields(position))
	if !ok {
		return nil, nil
	}
	rootWidth, rootHeight := c.rootPixels()
	return along(across, "right", width, rootWidth), along(down, "bottom", height, rootHeight)
}

// splitPosition takes the one to four words of a position apart: what they say
// of each direction, as an edge, an offset, or both.
func splitPosition(words []string) (across, down []string, ok bool) {
	var parts [][]string
	for i := 0; i < len(words); i++ {
		part := words[i : i+1]
		if len(words) > 2 && oneOf(words[i], "left right top bottom") && i+1 < len(words) && !isEdge(words[i+1]) {
			i++
			part = words[i-1 : i+1]
		}
		parts = append(parts, part)
	}
	switch {
	case len(parts) == 0 || len(parts) > 2:
		return nil, nil, false
	case len(parts) == 1:
		parts = append(parts, []string{"center"})
	}
	across, down = parts[0], parts[1]
	if oneOf(across[0], "top bottom") || oneOf(down[0], "left right") {
		across, down = down, across
	}
	return across, down, !oneOf(across[0], "top bottom") && !oneOf(down[0], "left right")
}

func isEdge(word string) bool { return oneOf(word, "left right top bottom center") }

// along returns the offset in one direction, whose far edge is called far.
// Percentages are of the room that is left beside the region.
func along(part []string, far string, size, pixels *big.Rat) *big.Rat {
	room := new(big.Rat).Sub(big.NewRat(100, 1), size)
	offset := new(big.Rat)
	switch last := part[len(part)-1]; {
	case last == "center":
		offset.Mul(room, big.NewRat(1, 2))
	case last == far:
		return room
	case isEdge(last):
	case strings.HasSuffix(last, "%"):
		n := percentOf(last, pixels)
		if n == nil {
			return nil
		}
		offset.Mul(room, n.Quo(n, big.NewRat(100, 1)))
	default:
		if offset = percentOf(last, pixels); offset == nil {
			return nil
		}
	}
	if part[0] == far {
		return room.Sub(room, offset)
	}
	return offset
}
