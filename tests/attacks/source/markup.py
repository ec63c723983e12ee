"""An exception whose type and message are full of the markup of terminals and of web pages.

Expect: crashed
"""

def conv2d(image, kernel):
    kind = type("[bold red]Error[/]", (Exception,), {"__module__": "[blink]"})
    raise kind("[link=http://example.org]click[/link] [/] {0} %s <script>alert(1)</script>")
