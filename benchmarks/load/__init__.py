"""A portal under load: 200 people at their screens, over the backend of the FastAPI page.

`python -m benchmarks.load`, in the environment of the tests. A store is filled with filings, the
backend is served by uvicorn in separate processes, and clients in this process ask over HTTP:
each thinks, asks, and reads the answer before it goes on. Afterwards the store is read: every
change that was answered with success must be in it, once.
"""
