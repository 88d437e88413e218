"""Labels of shipment events."""

from chalicelib.phrase import phrase
from chalicelib.tracing.model import ShipmentEventKind

KINDS = {
    ShipmentEventKind.ANNOUNCED: phrase("Announced"),
    ShipmentEventKind.PICKED_UP: phrase("Picked up"),
    ShipmentEventKind.DEPARTED: phrase("On its way"),
    ShipmentEventKind.ARRIVED: phrase("At a terminal"),
    ShipmentEventKind.HELD: phrase("Held back"),
    ShipmentEventKind.DELAYED: phrase("Delayed"),
    ShipmentEventKind.OUT_FOR_DELIVERY: phrase("Out for delivery"),
    ShipmentEventKind.ATTEMPTED: phrase("Delivery attempted"),
    ShipmentEventKind.DELIVERED: phrase("Delivered"),
}
