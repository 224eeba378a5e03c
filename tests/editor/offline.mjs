// Loaded before the server: everything it needs is here, so that a connection ends it.
import net from "node:net";

net.Socket.prototype.connect = () => process.exit(9);
