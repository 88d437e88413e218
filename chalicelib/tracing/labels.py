"""What happened, in words."""

from chalicelib.phrase import phrase
from chalicelib.tracing.model import Kind

KINDS = {
    Kind.ANNOUNCED: phrase("Announced"),
    Kind.PICKED_UP: phrase("Picked up"),
    Kind.DEPARTED: phrase("On its way"),
    Kind.ARRIVED: phrase("At a terminal"),
    Kind.HELD: phrase("Held back"),
    Kind.DELAYED: phrase("Delayed"),
    Kind.OUT_FOR_DELIVERY: phrase("Out for delivery"),
    Kind.ATTEMPTED: phrase("Delivery attempted"),
    Kind.DELIVERED: phrase("Delivered"),
}
