# scan.py PORTS ADDRESS...: tries TCP ports, such as 1-1024,6379, of each address; prints what is open, and how many were tried.
import selectors
import socket
import sys

AT_ONCE = 900
SECONDS = 4


def numbers(text):
    for part in text.split(','):
        first, _, last = part.partition('-')
        yield from range(int(first), int(last or first) + 1)


def scan(address, ports):
    family, _, _, _, target = socket.getaddrinfo(address, 1, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
    waiting = selectors.DefaultSelector()
    count = {'open': 0, 'refused': 0, 'silent': 0}

    def end(tried, port, code):
        count['refused' if code else 'open'] += 1
        if code == 0:
            print('open', address, port, flush=True)
        tried.close()

    def hear(at_most):
        while len(waiting.get_map()) > at_most:
            heard = waiting.select(SECONDS)
            for key, _ in heard:
                waiting.unregister(key.fileobj)
                end(key.fileobj, key.data, key.fileobj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            if not heard:
                for key in list(waiting.get_map().values()):
                    waiting.unregister(key.fileobj)
                    key.fileobj.close()
                    count['silent'] += 1

    for port in ports:
        tried = socket.socket(family, socket.SOCK_STREAM)
        tried.setblocking(False)
        code = tried.connect_ex((target[0], port) + target[2:])
        if code in (0, 115):
            waiting.register(tried, selectors.EVENT_WRITE, port)
            hear(AT_ONCE)
        else:
            end(tried, port, code)
    hear(0)
    print('tried', address, sum(count.values()), count, flush=True)


for one in sys.argv[2:]:
    scan(one, numbers(sys.argv[1]))
print('scanned', flush=True)
